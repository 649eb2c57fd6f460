import { counted, ok, refuse, sayName } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { DriverArgument, RegionArgument } from '../answers/arguments.ts';
import { decideMove } from '../domain/assignment.ts';
import { moveRefusal } from '../domain/driver-refusals.ts';
import { unknownDriver, unknownRegion } from '../domain/refusals.ts';
import { driverIds, DriverReroutedResult, readDriver, readRegion, regionIds } from '../store/drivers.ts';

export const rerouteDriver = defineWriteTool({
  name: 'reroute_driver',
  title: 'Reroute a driver',
  description:
    'Asks to send a driver to work in another region; shipments that are assigned to them stay so. Nobody is sent by this call: it plans, and sends once a person approves.',
  scopes: ['logistics:reroute'],
  input: z.strictObject({
    driver: DriverArgument.describe('The id of the driver, such as DRV-01.'),
    region: RegionArgument.describe('The id of the region to work in, such as SOUTH.'),
  }),
  reversibility: { kind: 'compensable', by: 'reroute_driver', until: 'the driver is off duty' },
  execute: 'logistics.reroute_driver',
  async plan({ driver: id, region: regionId }, { tx, clock }) {
    const [driver, region] = await Promise.all([readDriver(tx, id), readRegion(tx, regionId)]);
    if (driver === undefined) return refuse(unknownDriver(await driverIds(tx)));
    if (region === undefined) return refuse(unknownRegion(await regionIds(tx)));
    const decided = decideMove(driver, regionId);
    if (!decided.ok) return refuse(moveRefusal(decided.refusal));
    const [before, after] = [sayName(driver.regionName), sayName(region.name)];
    const kept = driver.shipmentsTotal;
    return ok({
      effect: { driver_id: id, region_id: regionId },
      guards: { region: driver.regionId, driver: 'active' },
      amount: null,
      units: null,
      card: {
        sentence: `Send ${sayName(driver.name)} from ${before} to work in ${after}.`,
        changes: [{ what: `Region of ${id}`, before, after }],
        guards: [
          { fact: 'region', value: before },
          { fact: 'driver', value: 'active' },
        ],
        facts: [{ fact: 'Shipments assigned to them', value: kept.toString(), as_of: clock().toISOString() }],
        flags: kept === 0 ? [] : [`still theirs to bring: ${counted(kept, 'shipment')}`],
        undo: `reroute_driver sends them back to ${before}`,
      },
    });
  },
  async readBack(result, { tx }) {
    const { driver_id: id, region_before: before } = DriverReroutedResult.parse(result);
    const driver = await readDriver(tx, id);
    return { driver: id, region: driver?.regionId ?? 'not found', region_before: before };
  },
});
