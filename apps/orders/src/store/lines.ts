import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

/** A line of an order. Null: not recorded. */
export interface Line {
  readonly line: number;
  readonly sku: string;
  readonly description: string;
  readonly unit: string | null;
  readonly quantity: number | null;
  /** What of it is in no part and ships with the order. */
  readonly unsplit: number | null;
  readonly price: Money | null;
  readonly value: Money | null;
}

interface LineRow {
  readonly line: number;
  readonly sku: string;
  readonly description: string;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly unsplit: string | null;
  readonly price_minor: string | null;
  readonly value_minor: string | null;
  readonly currency: string;
}

const SOME = {
  name: 'orders_lines',
  text: `select l.line_number as line, l.sku, l.description, l.unit, l.quantity, orders.unsplit(l.order_number, l.line_number) as unsplit,
           l.price_minor, l.value_minor, l.currency
         from orders.order_line l
         where l.tenant_id = app.tenant() and l.order_number = $1 and ($2::integer[] is null or l.line_number = any($2))
         order by l.line_number limit $3`,
} as const;

const LEFT = {
  name: 'orders_units_left',
  text: `select coalesce(sum(orders.unsplit(l.order_number, l.line_number)), 0) as units from orders.order_line l
         where l.tenant_id = app.tenant() and l.order_number = $1`,
} as const;

function lineOf(row: LineRow): Line {
  const money = (minor: string | null): Money | null =>
    minor === null ? null : { minor: BigInt(minor), currency: row.currency };
  return {
    ...{ line: row.line, sku: row.sku, description: row.description, unit: row.unit },
    quantity: row.quantity === null ? null : Number(row.quantity),
    unsplit: row.unsplit === null ? null : Number(row.unsplit),
    ...{ price: money(row.price_minor), value: money(row.value_minor) },
  };
}

/** At most `limit` lines of an order, or those of them that are named, by number. */
export async function readLines(
  tx: TenantTx,
  order: string,
  lines: readonly number[] | null,
  limit: number,
): Promise<readonly Line[]> {
  return (await tx.query<LineRow>(SOME, [order, lines?.map(String) ?? null, limit])).map(lineOf);
}

/** How many units of an order, over all its lines, are in no part. */
export async function unitsLeft(tx: TenantTx, order: string): Promise<number> {
  const [row] = await tx.query<{ units: string }>(LEFT, [order]);
  return Number(row?.units ?? 0);
}
