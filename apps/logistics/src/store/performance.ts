import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { Mode } from '../domain/shipment.ts';

/** How the shipments of one group were delivered. */
export interface Performance {
  /** The carrier's id, the mode or the country; null where that was not recorded. */
  readonly key: string | null;
  readonly name: string | null;
  readonly delivered: number;
  /** Of those, the ones with a promised day. */
  readonly measured: number;
  readonly onTime: number;
  /** Days after the promised day, over the measured ones: 0 for what came in time; null where none is. */
  readonly averageDaysLate: number | null;
  readonly mostDaysLate: number | null;
  /** Of those for which it was recorded whether all of it arrived. */
  readonly fullMeasured: number;
  readonly inFull: number;
  /** Of those with a recorded weight and freight in the company's currency. */
  readonly priced: number;
  readonly costPerKg: Money | null;
}

export interface PerformanceFilter {
  readonly by: 'carrier' | 'mode' | 'country';
  readonly since: string;
  readonly until: string;
  readonly carrierId: string | null;
  readonly mode: Mode | null;
  readonly country: string | null;
  readonly origin: string | null;
  readonly destination: string | null;
}

interface PerformanceRow {
  readonly key: string | null;
  readonly name: string | null;
  readonly delivered: string;
  readonly measured: string;
  readonly on_time: string;
  readonly average_days_late: string | null;
  readonly most_days_late: number | null;
  readonly full_measured: string;
  readonly in_full: string;
  readonly priced: string;
  readonly cost_per_kg_minor: string | null;
  readonly currency: string;
  readonly total: string;
}

// Of a lane by the lane's own index, else by the days of the period. The company's currency is looked up once, not for each shipment.
const GROUPS = {
  name: 'logistics_performance',
  text: `with own as materialized (select t.currency from people.tenant t where t.tenant_id = app.tenant())
    select g.*, c.name, count(*) over () as total
    from (
      select case $1::text when 'carrier' then s.carrier_id when 'mode' then s.mode else s.country end as key,
        count(*) as delivered, count(s.days_early) as measured, count(*) filter (where s.days_early >= 0) as on_time,
        avg(greatest(0, -s.days_early)) filter (where s.days_early is not null) as average_days_late,
        max(greatest(0, -s.days_early)) filter (where s.days_early is not null) as most_days_late,
        count(s.in_full) as full_measured, count(*) filter (where s.in_full) as in_full,
        count(*) filter (where f.currency = (select currency from own) and s.weight_g > 0) as priced,
        round(sum(f.freight_minor) filter (where f.currency = (select currency from own) and s.weight_g > 0) * 1000
          / sum(s.weight_g) filter (where f.currency = (select currency from own) and s.weight_g > 0)) as cost_per_kg_minor,
        (select currency from own) as currency
      from logistics.shipment s
      left join logistics.freight f on f.tenant_id = app.tenant() and f.shipment_id = s.id
      where s.tenant_id = app.tenant() and s.state = 'delivered' and s.delivered_on between $2::date and $3::date
        and ($4::text is null or s.carrier_id = $4) and ($5::text is null or s.mode = $5) and ($6::text is null or s.country = $6)
        and ($7::text is null or s.origin = $7) and ($8::text is null or s.destination = $8)
      group by 1) g
    left join logistics.carrier c on $1 = 'carrier' and c.tenant_id = app.tenant() and c.id = g.key
    order by g.on_time::numeric / nullif(g.measured, 0) desc nulls last, g.delivered desc, g.key limit $9`,
} as const;

/** Delivered shipments of a period by group, the most punctual first, and how many groups there are in all. */
export async function readPerformance(
  tx: TenantTx,
  filter: PerformanceFilter,
  limit: number,
): Promise<{ readonly groups: readonly Performance[]; readonly total: number }> {
  const { by, since, until, carrierId, mode, country, origin, destination } = filter;
  const which = [by, since, until, carrierId, mode, country, origin, destination, limit];
  const rows = await tx.query<PerformanceRow>(GROUPS, which);
  return { groups: rows.map(performanceOf), total: Number(rows[0]?.total ?? 0) };
}

function performanceOf(row: PerformanceRow): Performance {
  const { cost_per_kg_minor: minor, currency } = row;
  return {
    ...{ key: row.key, name: row.name, delivered: Number(row.delivered), measured: Number(row.measured) },
    onTime: Number(row.on_time),
    averageDaysLate: row.average_days_late === null ? null : Number(row.average_days_late),
    mostDaysLate: row.most_days_late,
    ...{ fullMeasured: Number(row.full_measured), inFull: Number(row.in_full), priced: Number(row.priced) },
    costPerKg: minor === null ? null : { minor: BigInt(minor), currency },
  };
}
