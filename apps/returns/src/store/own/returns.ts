import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import type { LabelState } from '../../domain/label.ts';
import type { Reason, RmaState } from '../../domain/rma.ts';

// What a customer's login reads. No statement here names a customer: whose rows they are is said by the walls of that login alone.

/** A line of a return as its customer may know it. */
export interface OwnReturnLine {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
}

/** A return as its customer may know it: no flag, no verdict and no cost of ours. */
export interface OwnReturn {
  readonly id: string;
  readonly state: RmaState;
  readonly orderNumber: string;
  readonly reason: Reason;
  readonly words: string | null;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly rejectedBecause: string | null;
  readonly refund: Money | null;
  readonly receivedAt: Date | null;
  readonly closedAt: Date | null;
  readonly lines: readonly OwnReturnLine[];
  /** The one that counts. */
  readonly label: { readonly carrierId: string; readonly tracking: string | null; readonly state: LabelState } | null;
}

interface OwnReturnRow {
  readonly id: string;
  readonly state: RmaState;
  readonly order_number: string;
  readonly reason: Reason;
  readonly words: string | null;
  readonly requested_at: Date;
  readonly decided_at: Date | null;
  readonly rejected_because: string | null;
  readonly refund_minor: string | null;
  readonly currency: string;
  readonly received_at: Date | null;
  readonly closed_at: Date | null;
  readonly lines: readonly { readonly sku: string; readonly description: string; readonly quantity: string }[];
  readonly label: { readonly carrier_id: string; readonly tracking: string | null; readonly state: LabelState } | null;
}

const LINES_MAX = 50;

const FITS = `o.tenant_id = app.tenant() and ($1::text[] is null or o.state = any($1)) and ($2::text is null or o.order_number = $2)`;

const PAGE = {
  name: 'returns_own_page',
  text: `select r.id, r.state, r.order_number, r.reason, r.words, r.requested_at, r.decided_at, r.rejected_because, r.refund_minor, r.currency,
      r.received_at, r.closed_at, l.lines, b.label
    from (select o.* from returns.rma o
      where ${FITS} and ($3::timestamptz is null or (o.requested_at, o.id) < ($3, $4::text))
      order by o.requested_at desc, o.id desc limit $5) r
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('sku', x.sku, 'description', x.description, 'quantity', x.quantity::text)
          order by x.line_number), '[]') as lines
      from (select * from returns.rma_line x where x.tenant_id = app.tenant() and x.rma_id = r.id
        order by x.line_number limit ${LINES_MAX.toString()}) x) l
    left join lateral (
      select jsonb_build_object('carrier_id', y.carrier_id, 'tracking', y.tracking, 'state', y.state) as label
      from returns.label y where y.tenant_id = app.tenant() and y.rma_id = r.id and y.state = 'issued') b on true
    order by r.requested_at desc, r.id desc`,
} as const;

const COUNT = {
  name: 'returns_own_count',
  text: `select count(*) as total from returns.rma o where ${FITS}`,
} as const;

function ownReturnOf(row: OwnReturnRow): OwnReturn {
  const { label, refund_minor: refund } = row;
  return {
    ...{ id: row.id, state: row.state, orderNumber: row.order_number, reason: row.reason, words: row.words },
    ...{ requestedAt: row.requested_at, decidedAt: row.decided_at, rejectedBecause: row.rejected_because },
    refund: refund === null ? null : { minor: BigInt(refund), currency: row.currency },
    ...{ receivedAt: row.received_at, closedAt: row.closed_at },
    lines: row.lines.map((line) => ({ ...line, quantity: Number(line.quantity) })),
    label: label === null ? null : { carrierId: label.carrier_id, tracking: label.tracking, state: label.state },
  };
}

export interface OwnReturnsPage {
  readonly states: readonly RmaState[] | null;
  readonly order: string | null;
  readonly after: { readonly requestedAt: string; readonly id: string } | null;
  readonly limit: number;
}

/** The customer's returns, the newest first, and how many there are in all. */
export async function listOwnReturns(
  tx: TenantTx,
  { states, order, after, limit }: OwnReturnsPage,
): Promise<{ readonly returns: readonly OwnReturn[]; readonly total: number }> {
  const place = [after?.requestedAt ?? null, after?.id ?? null, limit];
  const statements = { page: PAGE, count: COUNT };
  const { rows, total } = await readPage<OwnReturnRow & Record<string, unknown>>(
    tx,
    statements,
    [states, order],
    place,
  );
  return { returns: rows.map(ownReturnOf), total };
}
