import type { KnownIds } from '@supercargo/kernel';
import { readKnownIds, readPage, type TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';

/** What the effects on drivers say they did. */
export const AssignedResult = z.object({ shipment_id: z.string(), driver_id: z.string(), driver_before: z.string() });
export const DriverReroutedResult = z.object({
  driver_id: z.string(),
  region_id: z.string(),
  region_before: z.string(),
});

export interface Driver {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly regionId: string;
  readonly regionName: string;
  /** The shipments that are theirs to bring and have not arrived, 20 at most, and how many there are. */
  readonly shipments: readonly string[];
  readonly shipmentsTotal: number;
}

interface DriverRow {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly region_id: string;
  readonly region_name: string;
  readonly shipments: readonly string[] | null;
  readonly shipments_total: string;
}

const DRIVER = `select d.id, d.name, d.active, d.region_id, g.name as region_name, b.shipments, b.shipments_total
  from logistics.driver d
  join logistics.region g on g.tenant_id = app.tenant() and g.id = d.region_id
  left join lateral (
    select (array_agg(a.shipment_id order by a.shipment_id))[1:20] as shipments, count(*) as shipments_total
    from logistics.assignment a
    join logistics.shipment s on s.tenant_id = app.tenant() and s.id = a.shipment_id and s.state in ('planned', 'in_transit', 'customs')
    where a.tenant_id = app.tenant() and a.driver_id = d.id and a.ended_at is null) b on true
  where d.tenant_id = app.tenant()`;

const ONE = { name: 'logistics_driver', text: `${DRIVER} and d.id = $1` } as const;
const OF_REGION = {
  name: 'logistics_drivers_of_region',
  text: `${DRIVER} and d.region_id = $1 order by d.id limit $2`,
} as const;

const COUNT_OF_REGION = {
  name: 'logistics_drivers_of_region_count',
  text: 'select count(*) as total from logistics.driver d where d.tenant_id = app.tenant() and d.region_id = $1',
} as const;

const IDS = {
  name: 'logistics_driver_ids',
  text: 'select d.id, count(*) over () as total from logistics.driver d where d.tenant_id = app.tenant() and d.active order by d.id limit 20',
} as const;

const REGION = {
  name: 'logistics_region',
  text: 'select g.id, g.name from logistics.region g where g.tenant_id = app.tenant() and g.id = $1',
} as const;

const REGION_IDS = {
  name: 'logistics_region_ids',
  text: 'select g.id, count(*) over () as total from logistics.region g where g.tenant_id = app.tenant() order by g.id limit 20',
} as const;

function driverOf(row: DriverRow): Driver {
  return {
    ...{ id: row.id, name: row.name, active: row.active, regionId: row.region_id, regionName: row.region_name },
    ...{ shipments: row.shipments ?? [], shipmentsTotal: Number(row.shipments_total) },
  };
}

export async function readDriver(tx: TenantTx, id: string): Promise<Driver | undefined> {
  const [row] = await tx.query<DriverRow>(ONE, [id]);
  return row === undefined ? undefined : driverOf(row);
}

/** The drivers of a region by id, the first of them, and how many there are. */
export async function driversOf(
  tx: TenantTx,
  regionId: string,
  limit: number,
): Promise<{ readonly drivers: readonly Driver[]; readonly total: number }> {
  const statements = { page: OF_REGION, count: COUNT_OF_REGION };
  const { rows, total } = await readPage<DriverRow>(tx, statements, [regionId], [limit]);
  return { drivers: rows.map(driverOf), total };
}

export interface Region {
  readonly id: string;
  readonly name: string;
}

export async function readRegion(tx: TenantTx, id: string): Promise<Region | undefined> {
  const [row] = await tx.query<{ id: string; name: string }>(REGION, [id]);
  return row;
}

/** Ids of active drivers, 20 at most, and how many there are: what a refusal names as accepted. */
export function driverIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, IDS);
}

export function regionIds(tx: TenantTx): Promise<KnownIds> {
  return readKnownIds(tx, REGION_IDS);
}
