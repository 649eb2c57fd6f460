import type { TenantTx } from '@supercargo/tenancy';
import { dailyUse, USE_DAYS_MAX, type DailyUse } from '../domain/daily-use.ts';

/** What the movements of an item say about its use. */
export interface ItemUse {
  readonly use: DailyUse | null;
  readonly since: Date | null;
  readonly lastIssueAt: Date | null;
  /** Of any kind, however long ago. */
  readonly lastMovementAt: Date | null;
}

export interface UseRow {
  readonly days: number | null;
  readonly issued: string | null;
  readonly squares: string | null;
  readonly first_at: Date | null;
  readonly last_issue_at: Date | null;
  readonly last_at: Date | null;
}

/** SQL expressions that say of which item, where (null: anywhere) and until when. */
interface Of {
  readonly sku: string;
  readonly warehouse: string;
  readonly at: string;
}

const DAY_SECONDS = 86_400;

/**
 * A join to `n (first_at, last_at, days)` and `u (issued, squares, last_issue_at)`, each null without a movement. Days are spans of 24 hours
 * back from the instant; what was issued before the first whole day is counted with that day. Only the index of movements is read.
 */
export function joinUse({ sku, warehouse, at }: Of): string {
  const movements = `inventory.movement m where m.tenant_id = app.tenant() and m.sku = ${sku}
      and (${warehouse} is null or m.warehouse_id = ${warehouse}) and m.occurred_at <= ${at}`;
  return `left join lateral (
    select f.first_at, f.last_at, least(${USE_DAYS_MAX.toString()}, greatest(1, floor(extract(epoch from ${at} - f.first_at) / ${DAY_SECONDS.toString()})))::integer as days
    from (select min(m.occurred_at) as first_at, max(m.occurred_at) as last_at from ${movements}) f where f.first_at is not null
  ) n on true
  left join lateral (
    select coalesce(sum(d.issued), 0) as issued, coalesce(sum(d.issued * d.issued), 0) as squares, max(d.last_at) as last_issue_at
    from (
      select least(floor(extract(epoch from ${at} - m.occurred_at) / ${DAY_SECONDS.toString()}), n.days - 1) as day, -sum(m.quantity) as issued, max(m.occurred_at) as last_at
      from ${movements} and m.kind = 'issue' and m.occurred_at > ${at} - make_interval(hours => ${(USE_DAYS_MAX * 24).toString()})
      group by 1
    ) d
  ) u on n.days is not null`;
}

export const USE_COLUMNS = 'n.days, n.first_at, n.last_at, u.issued, u.squares, u.last_issue_at';

export function useOf({ days, issued, squares, ...at }: UseRow): ItemUse {
  const use = days === null ? null : dailyUse({ days, issued: BigInt(issued ?? 0), squares: BigInt(squares ?? 0) });
  return { use, since: at.first_at, lastIssueAt: at.last_issue_at, lastMovementAt: at.last_at };
}

const ONE = {
  name: 'inventory_use',
  text: `select ${USE_COLUMNS} from (select $1::text as sku, $2::text as warehouse, $3::timestamptz as at) x
         ${joinUse({ sku: 'x.sku', warehouse: 'x.warehouse', at: 'x.at' })}`,
} as const;

/** The use of an item until an instant, in one warehouse or in all. */
export async function readUse(tx: TenantTx, sku: string, warehouseId: string | null, at: Date): Promise<ItemUse> {
  const [row] = await tx.query<UseRow>(ONE, [sku, warehouseId, at.toISOString()]);
  return row === undefined ? { use: null, since: null, lastIssueAt: null, lastMovementAt: null } : useOf(row);
}
