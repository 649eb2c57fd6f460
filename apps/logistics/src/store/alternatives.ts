import type { Alternative } from '../domain/delay.ts';
import { JOIN_TOTALS } from './routes.ts';

/** Where a shipment `s` goes on from: where it was last seen, or its origin before it left. */
export const HERE = `coalesce(s.located_at, case s.state when 'planned' then s.origin end)`;

export interface AlternativeRow {
  readonly other_route: string | null;
  readonly other_days: string | null;
}

export const ALTERNATIVE_COLUMNS = 'x.id as other_route, x.transit_days as other_days';

/** A join of a shipment `s` to `x`, the quickest active route from where it is to where it goes that is not its own. */
export const JOIN_ALTERNATIVE = `left join lateral (
    select r.id, t.transit_days from logistics.route r ${JOIN_TOTALS}
    where r.tenant_id = app.tenant() and r.state = 'active' and r.origin = ${HERE} and r.destination = s.destination
      and r.id is distinct from s.route_id
    order by t.transit_days, r.id limit 1) x on s.state in ('planned', 'in_transit', 'customs')`;

export function alternativeOf({ other_route: routeId, other_days: days }: AlternativeRow): Alternative | null {
  return routeId === null || days === null ? null : { routeId, transitDays: Number(days) };
}
