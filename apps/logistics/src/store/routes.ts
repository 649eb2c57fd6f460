import type { KnownIds, Money } from '@supercargo/kernel';
import { readKnownIds, type TenantTx } from '@supercargo/tenancy';
import type { RouteState } from '../domain/reroute.ts';
import type { Mode } from '../domain/shipment.ts';

/** A route with what all its legs together take and cost. */
export interface Route {
  readonly id: string;
  readonly carrierId: string;
  readonly carrierName: string;
  readonly origin: string;
  readonly destination: string;
  readonly mode: Mode;
  readonly state: RouteState;
  readonly transitDays: number;
  readonly costPerKg: Money;
}

export interface Leg {
  readonly leg: number;
  readonly origin: string;
  readonly destination: string;
  readonly mode: Mode;
  readonly transitDays: number;
  readonly costPerKgMinor: bigint;
}

interface RouteRow {
  readonly id: string;
  readonly carrier_id: string;
  readonly carrier_name: string;
  readonly origin: string;
  readonly destination: string;
  readonly mode: Mode;
  readonly state: RouteState;
  readonly currency: string;
  readonly transit_days: string;
  readonly cost_per_kg_minor: string;
}

/** A join of a route `r` to `t (transit_days, cost_per_kg_minor)` over its legs; a route without legs is none. */
export const JOIN_TOTALS = `join lateral (
    select sum(l.transit_days) as transit_days, sum(l.cost_per_kg_minor) as cost_per_kg_minor
    from logistics.route_leg l where l.tenant_id = app.tenant() and l.route_id = r.id) t on t.transit_days is not null`;

const ROUTE = `select r.id, r.carrier_id, c.name as carrier_name, r.origin, r.destination, r.mode, r.state, r.currency, t.transit_days, t.cost_per_kg_minor
  from logistics.route r join logistics.carrier c on c.tenant_id = app.tenant() and c.id = r.carrier_id ${JOIN_TOTALS}
  where r.tenant_id = app.tenant()`;

const ONE = { name: 'logistics_route', text: `${ROUTE} and r.id = $1` } as const;

const ON_LANE = {
  name: 'logistics_routes_on_lane',
  text: `${ROUTE} and r.state = 'active' and r.origin = $1 and r.destination = $2 order by t.transit_days, r.id limit $3`,
} as const;

const LEGS = {
  name: 'logistics_route_legs',
  text: `select l.leg, l.origin, l.destination, l.mode, l.transit_days, l.cost_per_kg_minor
         from logistics.route_leg l where l.tenant_id = app.tenant() and l.route_id = $1 order by l.leg`,
} as const;

const OTHERS = {
  name: 'logistics_route_ids',
  text: `select r.id, count(*) over () as total from logistics.route r
         where r.tenant_id = app.tenant() and r.state = 'active' and ($1::text is null or r.origin = $1)
           and ($2::text is null or r.destination = $2) and r.id is distinct from $3 order by r.id limit 20`,
} as const;

// Behind a select PostgreSQL does not look how much goes on this route: one plan is for all of them.
const UNDER_WAY = {
  name: 'logistics_shipments_on_route',
  text: `select count(*) as total, count(*) filter (where s.promised_on < $2::date) as late from logistics.shipment s
         where s.tenant_id = app.tenant() and s.route_id = (select $1::text) and s.state in ('planned', 'in_transit', 'customs')`,
} as const;

function routeOf(row: RouteRow): Route {
  return {
    ...{ id: row.id, carrierId: row.carrier_id, carrierName: row.carrier_name },
    ...{ origin: row.origin, destination: row.destination, mode: row.mode, state: row.state },
    transitDays: Number(row.transit_days),
    costPerKg: { minor: BigInt(row.cost_per_kg_minor), currency: row.currency },
  };
}

export async function readRoute(tx: TenantTx, id: string): Promise<Route | undefined> {
  const [row] = await tx.query<RouteRow>(ONE, [id]);
  return row === undefined ? undefined : routeOf(row);
}

/** Active routes from a place to another, the quickest first. */
export async function routesOnLane(
  tx: TenantTx,
  origin: string,
  destination: string,
  limit: number,
): Promise<readonly Route[]> {
  return (await tx.query<RouteRow>(ON_LANE, [origin, destination, limit])).map(routeOf);
}

export async function readLegs(tx: TenantTx, routeId: string): Promise<readonly Leg[]> {
  type Row = Omit<Leg, 'transitDays' | 'costPerKgMinor'> & { transit_days: number; cost_per_kg_minor: string };
  return (await tx.query<Row>(LEGS, [routeId])).map(({ transit_days: days, cost_per_kg_minor: minor, ...leg }) => ({
    ...leg,
    transitDays: days,
    costPerKgMinor: BigInt(minor),
  }));
}

/** Ids of active routes, 20 at most: from a place to another, or all; without one of them. What a refusal names as accepted. */
export function routeIds(
  tx: TenantTx,
  {
    origin = null,
    destination = null,
    without = null,
  }: Readonly<Partial<Record<'origin' | 'destination' | 'without', string | null>>> = {},
): Promise<KnownIds> {
  return readKnownIds(tx, OTHERS, [origin, destination, without]);
}

/** How many shipments are under way on a route, and how many of them are past their promised day. */
export async function underWay(
  tx: TenantTx,
  routeId: string,
  today: string,
): Promise<{ readonly total: number; readonly late: number }> {
  const [row] = await tx.query<{ total: string; late: string }>(UNDER_WAY, [routeId, today]);
  return { total: Number(row?.total ?? 0), late: Number(row?.late ?? 0) };
}
