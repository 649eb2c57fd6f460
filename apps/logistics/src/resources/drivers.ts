import { ok, refuse, untrusted } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { unknownRegion } from '../domain/refusals.ts';
import { driversOf, readRegion, regionIds } from '../store/drivers.ts';

const DRIVERS_MAX = 100;

export const driversResource: ResourceTemplate = {
  name: 'drivers',
  title: 'Drivers of a region',
  description: `Who drives in one region and which shipments are theirs to bring: at most ${DRIVERS_MAX.toString()}, with the total beside them.`,
  uriTemplate: 'logistics://drivers/{region}',
  watchable: true,
  scopes: ['logistics:read'],
  async read(id, { tx, clock }) {
    const region = await readRegion(tx, id);
    if (region === undefined) return refuse(unknownRegion(await regionIds(tx)));
    const { drivers, total } = await driversOf(tx, id, DRIVERS_MAX);
    return ok({
      region: region.id,
      region_name: untrusted('transport system', region.name, 200),
      drivers: drivers.map((driver) => ({
        driver: driver.id,
        name: untrusted('transport system', driver.name, 200),
        active: driver.active,
        shipments: driver.shipments,
        shipments_total: driver.shipmentsTotal,
      })),
      total,
      as_of: clock().toISOString(),
    });
  },
};
