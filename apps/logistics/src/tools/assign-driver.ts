import type { Proposal } from '@supercargo/approval';
import { counted, ok, refuse, sayName, untrusted } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { DriverArgument, ShipmentArgument } from '../answers/arguments.ts';
import { decideAssignment, NO_DRIVER } from '../domain/assignment.ts';
import { assignRefusal } from '../domain/driver-refusals.ts';
import { UNKNOWN_SHIPMENT, unknownDriver } from '../domain/refusals.ts';
import { AssignedResult, driverIds, readDriver, type Driver } from '../store/drivers.ts';
import { readShipment } from '../store/shipments.ts';

function factsOf(driver: Driver | undefined, destination: string | null, at: string): Proposal['card']['facts'] {
  const facts = [{ fact: 'Goes to', value: destination ?? 'not recorded', as_of: at }];
  if (driver === undefined) return facts;
  return [
    ...facts,
    { fact: 'The driver works in', value: sayName(driver.regionName), as_of: at },
    { fact: 'The driver has so far', value: counted(driver.shipmentsTotal, 'shipment'), as_of: at },
  ];
}

export const assignDriver = defineWriteTool({
  name: 'assign_driver',
  title: 'Assign a driver',
  description:
    'Asks to give a shipment a driver, another driver than it has, or none. Nothing is assigned by this call: it plans, and assigns once a person approves.',
  scopes: ['logistics:assign'],
  input: z.strictObject({
    shipment: ShipmentArgument,
    driver: DriverArgument.describe('The id of the driver, such as DRV-01; the word none takes the present one off.'),
  }),
  reversibility: { kind: 'compensable', by: 'assign_driver', until: 'the shipment is delivered' },
  execute: 'logistics.assign_driver',
  async plan({ shipment: id, driver: driverId }, { tx, clock }) {
    const isNone = driverId === NO_DRIVER;
    const [shipment, driver] = await Promise.all([readShipment(tx, id), isNone ? undefined : readDriver(tx, driverId)]);
    if (shipment === undefined) return refuse(UNKNOWN_SHIPMENT);
    if (driver === undefined && !isNone) return refuse(unknownDriver(await driverIds(tx)));
    const before = shipment.driver;
    const decided = decideAssignment({ state: shipment.state, driverId: before?.id ?? null }, driver ?? null);
    if (!decided.ok) return refuse(assignRefusal(decided.refusal, shipment.state));
    const [was, will] = [before, driver].map((one) =>
      one === null || one === undefined ? 'nobody' : sayName(one.name),
    );
    return ok({
      effect: { shipment_id: id, driver_id: driverId },
      guards: {
        ...{ shipment_state: shipment.state, current_driver: before?.id ?? NO_DRIVER },
        driver: isNone ? NO_DRIVER : 'active',
      },
      amount: null,
      units: null,
      card: {
        sentence: isNone ? `Take ${was ?? ''} off shipment ${id}.` : `Let ${will ?? ''} bring shipment ${id}.`,
        changes: [{ what: `Driver of ${id}`, before: was ?? 'nobody', after: will ?? 'nobody' }],
        guards: [
          { fact: 'state', value: shipment.state },
          { fact: 'driver now', value: was ?? 'nobody' },
        ],
        facts: factsOf(driver, shipment.destination, clock().toISOString()),
        flags: [],
        undo: `assign_driver assigns ${before === null ? 'none' : (was ?? 'nobody')} again until it is delivered`,
      },
    });
  },
  async readBack(result, { tx }) {
    const { shipment_id: id, driver_before: before } = AssignedResult.parse(result);
    const shipment = await readShipment(tx, id);
    const driver = shipment?.driver ?? null;
    return {
      ...{ shipment_id: id, driver: driver?.id ?? NO_DRIVER, driver_before: before },
      driver_name: driver === null ? null : untrusted('transport system', driver.name, 200),
    };
  },
});
