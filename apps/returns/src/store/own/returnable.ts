import type { TenantTx } from '@supercargo/tenancy';
import type { AskedLine, Returnable } from '../../domain/asking.ts';
import type { Reason, RmaState } from '../../domain/rma.ts';

// What a customer's login reads of what it may ask to send back. The customer is that of the transaction, never an argument.

interface ReturnableRow {
  readonly sku: string;
  readonly description: string;
  readonly sold: string;
  readonly returned: string;
  readonly price_minor: string | null;
  readonly currency: string;
  readonly delivered_on: string | null;
  readonly window_days: number | null;
}

const RETURNABLE = {
  name: 'returns_own_returnable',
  text: `select b.sku, b.description, b.sold, b.returned, b.price_minor, b.currency, to_char(b.delivered_on, 'YYYY-MM-DD') as delivered_on,
      b.window_days
    from returns.returnable_of(app.customer(), $1, $2) b`,
} as const;

const ASKING = {
  name: 'returns_own_asking',
  text: `select a.sold, a.returned, a.days, a.rules from returns.asking_of(app.customer(), $1, $2, $3::jsonb, $4::date) a
    where a.sold is not null`,
} as const;

const OPENED = {
  name: 'returns_own_opened',
  text: `select r.id, r.state, r.order_number, l.items
    from returns.rma r
    cross join lateral (select coalesce(sum(x.quantity), 0) as items from returns.rma_line x
      where x.tenant_id = app.tenant() and x.rma_id = r.id) l
    where r.tenant_id = app.tenant() and r.id = $1`,
} as const;

/** The items of an order of the customer's own, as far as they may come back for a reason; none of any other order. */
export async function readReturnable(tx: TenantTx, order: string, reason: Reason): Promise<readonly Returnable[]> {
  const rows = await tx.query<ReturnableRow & Record<string, unknown>>(RETURNABLE, [order, reason]);
  return rows.map(({ sku, description, sold, returned, price_minor: price, currency, ...row }) => ({
    ...{ sku, description, sold: Number(sold), returned: Number(returned) },
    price: price === null ? null : { minor: BigInt(price), currency },
    ...{ deliveredOn: row.delivered_on, windowDays: row.window_days },
  }));
}

/** What guards compare, as the effect function spells it. */
export interface Asking {
  readonly sold: string;
  readonly returned: string;
  readonly days: string;
  readonly rules: string;
}

/** Undefined where nothing of it was sold. */
export async function readAsking(
  tx: TenantTx,
  order: string,
  reason: Reason,
  lines: readonly AskedLine[],
  today: string,
): Promise<Asking | undefined> {
  const [row] = await tx.query<Asking & Record<string, unknown>>(ASKING, [order, reason, JSON.stringify(lines), today]);
  return row;
}

/** A return of the customer's own, as it was opened. */
export interface OpenedReturn {
  readonly id: string;
  readonly state: RmaState;
  readonly orderNumber: string;
  /** How many of all its items together. */
  readonly items: number;
}

export async function readOpened(tx: TenantTx, id: string): Promise<OpenedReturn | undefined> {
  const [row] = await tx.query<{ id: string; state: RmaState; order_number: string; items: string }>(OPENED, [id]);
  return row === undefined
    ? undefined
    : { id: row.id, state: row.state, orderNumber: row.order_number, items: Number(row.items) };
}
