import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import type { Reason, RmaState } from '../domain/rma.ts';
import { rmaOf, wholeOf, type Rma, type RmaRow } from './rma-rows.ts';

export interface ReturnFilter {
  readonly states: readonly RmaState[];
  readonly customerId: string | null;
  readonly reason: Reason | null;
  /** Asked for before this instant. */
  readonly before: Date | null;
  /** Worth more than this, in its currency. */
  readonly over: Money | null;
}

// What returns are worth is summed up once for all of them, and only where it is asked for.
const FITS = `o.tenant_id = app.tenant() and o.state = any($1::text[])
    and ($2::text is null or o.customer_id = $2)
    and ($3::text is null or o.reason = $3)
    and ($4::timestamptz is null or o.requested_at < $4)
    and ($5::bigint is null or (o.currency = $6::text and o.id in (
      select v.rma_id from returns.rma_line v where v.tenant_id = app.tenant() group by v.rma_id having sum(v.value_minor) > $5)))`;

const PAGE = {
  name: 'returns_list',
  text: `${wholeOf(`select * from returns.rma o
      where ${FITS} and ($7::timestamptz is null or (o.requested_at, o.id) > ($7, $8::text))
      order by o.requested_at, o.id limit $9`)}
    order by r.requested_at, r.id`,
} as const;

const COUNT = {
  name: 'returns_count',
  text: `select count(*) as total from returns.rma o where ${FITS}`,
} as const;

/** Where a page ended. Instants of returns are of milliseconds, so that this one is exact. */
export interface ReturnPlace {
  readonly requestedAt: string;
  readonly id: string;
}

/** Returns, the oldest first, and how many there are in all. */
export async function readReturns(
  tx: TenantTx,
  { states, customerId, reason, before, over }: ReturnFilter,
  page: { readonly after: ReturnPlace | null; readonly limit: number },
): Promise<{ readonly returns: readonly Rma[]; readonly total: number }> {
  const which = [
    ...[states, customerId, reason, before?.toISOString() ?? null],
    ...[over?.minor ?? null, over?.currency ?? null],
  ];
  const place = [page.after?.requestedAt ?? null, page.after?.id ?? null, page.limit];
  const { rows, total } = await readPage<RmaRow>(tx, { page: PAGE, count: COUNT }, which, place);
  return { returns: rows.map(rmaOf), total };
}
