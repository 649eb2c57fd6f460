import type { Money } from '@supercargo/kernel';
import { readPage, type TenantTx } from '@supercargo/tenancy';
import type { OrderState } from '../../domain/order.ts';
import type { PartState } from '../../domain/part.ts';

// What a customer's login reads. No statement here names a customer: whose rows they are is said by the walls of that login alone.

/** An order as its customer may know it. Null: not recorded. Days are ISO 8601 dates. */
export interface OwnOrder {
  readonly number: string;
  readonly state: OrderState;
  readonly placedOn: string | null;
  readonly promisedOn: string | null;
  readonly deliveredOn: string | null;
  readonly value: Money | null;
  readonly shipmentNumber: string | null;
  readonly lines: number;
  /** Its place in the list: the promised day, or the last day there is. */
  readonly dueOn: string;
}

interface OwnOrderRow {
  readonly number: string;
  readonly state: OrderState;
  readonly placed_on: string | null;
  readonly promised_on: string | null;
  readonly delivered_on: string | null;
  readonly value_minor: string | null;
  readonly currency: string;
  readonly shipment_number: string | null;
  readonly lines: number;
  readonly due_on: string;
}

const COLUMNS = `o.number, o.state, to_char(o.placed_on, 'YYYY-MM-DD') as placed_on, to_char(o.promised_on, 'YYYY-MM-DD') as promised_on,
    to_char(o.delivered_on, 'YYYY-MM-DD') as delivered_on, o.value_minor, o.currency, o.shipment_number,
    (select count(*)::int from orders.order_line l where l.tenant_id = app.tenant() and l.order_number = o.number) as lines,
    to_char(o.due_on, 'YYYY-MM-DD') as due_on`;

const FITS = 'o.tenant_id = app.tenant() and ($1::text[] is null or o.state = any($1))';

const PAGE = {
  name: 'orders_own_page',
  text: `select ${COLUMNS}
    from (select o.* from orders.sales_order o
      where ${FITS} and ($2::date is null or (o.due_on, o.number) < ($2, $3))
      order by o.due_on desc, o.number desc limit $4) o
    order by o.due_on desc, o.number desc`,
} as const;

const COUNT = {
  name: 'orders_own_count',
  text: `select count(*) as total from orders.sales_order o where ${FITS}`,
} as const;

const ONE = {
  name: 'orders_own_order',
  text: `select ${COLUMNS} from orders.sales_order o where o.tenant_id = app.tenant() and o.number = $1`,
} as const;

function moneyOf(minor: string | null, currency: string): Money | null {
  return minor === null ? null : { minor: BigInt(minor), currency };
}

function ownOrderOf(row: OwnOrderRow): OwnOrder {
  return {
    ...{ number: row.number, state: row.state, lines: row.lines, shipmentNumber: row.shipment_number },
    ...{ placedOn: row.placed_on, promisedOn: row.promised_on, deliveredOn: row.delivered_on, dueOn: row.due_on },
    value: moneyOf(row.value_minor, row.currency),
  };
}

export interface OwnPage {
  readonly states: readonly OrderState[] | null;
  readonly after: { readonly dueOn: string; readonly number: string } | null;
  readonly limit: number;
}

/** The customer's orders, the latest promised day first, and how many there are in all. */
export async function listOwnOrders(
  tx: TenantTx,
  { states, after, limit }: OwnPage,
): Promise<{ readonly orders: readonly OwnOrder[]; readonly total: number }> {
  const place = [after?.dueOn ?? null, after?.number ?? null, limit];
  const { rows, total } = await readPage<OwnOrderRow>(tx, { page: PAGE, count: COUNT }, [states], place);
  return { orders: rows.map(ownOrderOf), total };
}

export async function readOwnOrder(tx: TenantTx, number: string): Promise<OwnOrder | undefined> {
  const [row] = await tx.query<OwnOrderRow>(ONE, [number]);
  return row === undefined ? undefined : ownOrderOf(row);
}

/** A line of an order as its customer may know it. */
export interface OwnLine {
  readonly line: number;
  readonly sku: string;
  readonly description: string;
  readonly unit: string | null;
  readonly quantity: number | null;
  readonly price: Money | null;
  readonly value: Money | null;
}

interface OwnLineRow {
  readonly line: number;
  readonly sku: string;
  readonly description: string;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly price_minor: string | null;
  readonly value_minor: string | null;
  readonly currency: string;
}

const LINES = {
  name: 'orders_own_lines',
  text: `select l.line_number as line, l.sku, l.description, l.unit, l.quantity, l.price_minor, l.value_minor, l.currency
         from orders.order_line l where l.tenant_id = app.tenant() and l.order_number = $1 order by l.line_number limit $2`,
} as const;

/** At most `limit` lines of the customer's order. */
export async function readOwnLines(tx: TenantTx, order: string, limit: number): Promise<readonly OwnLine[]> {
  const rows = await tx.query<OwnLineRow>(LINES, [order, limit]);
  return rows.map((row) => ({
    ...{ line: row.line, sku: row.sku, description: row.description, unit: row.unit },
    quantity: row.quantity === null ? null : Number(row.quantity),
    price: moneyOf(row.price_minor, row.currency),
    value: moneyOf(row.value_minor, row.currency),
  }));
}

/** What of an order ships separately, as its customer may know it. */
export interface OwnPart {
  readonly part: number;
  readonly state: PartState;
  readonly promised_on: string | null;
  readonly delivered_on: string | null;
  readonly shipment_number: string | null;
  readonly lines: readonly { readonly line: number; readonly quantity: number | null }[];
}

const PARTS = {
  name: 'orders_own_parts',
  text: `select s.part, s.state, to_char(s.promised_on, 'YYYY-MM-DD') as promised_on, to_char(s.delivered_on, 'YYYY-MM-DD') as delivered_on,
           s.shipment_number, coalesce((select jsonb_agg(jsonb_build_object('line', q.line_number, 'quantity', q.quantity) order by q.line_number)
             from (select * from orders.part_line q where q.tenant_id = app.tenant() and q.order_number = s.order_number and q.part = s.part
               order by q.line_number limit 100) q), '[]') as lines
         from orders.shipment_part s
         where s.tenant_id = app.tenant() and s.order_number = $1 and s.state <> 'joined' order by s.part limit $2`,
} as const;

/** At most `limit` parts of the customer's order that count, by number. */
export async function readOwnParts(tx: TenantTx, order: string, limit: number): Promise<readonly OwnPart[]> {
  return tx.query<OwnPart & Record<string, unknown>>(PARTS, [order, limit]);
}
