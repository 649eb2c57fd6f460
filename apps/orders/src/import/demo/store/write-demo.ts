import type { TenantTx } from '@supercargo/tenancy';
import type { DemoFacts } from '../facts.ts';

/** Two starts at once would each load a company that the other is loading. */
const LOCK = {
  name: 'orders_demo_lock',
  text: `select pg_advisory_xact_lock(hashtextextended('import/demo/orders/' || $1, 0))`,
} as const;

const HAS_ORDER = {
  name: 'orders_demo_has_order',
  text: 'select exists (select from orders.sales_order o where o.tenant_id = app.tenant() and o.number = $1) as found',
} as const;

const CUSTOMERS = {
  name: 'orders_demo_customers',
  text: `insert into orders.customer (tenant_id, id, name)
         select app.tenant(), x.id, x.name from jsonb_to_recordset($1::jsonb) x (id text, name text) on conflict do nothing`,
} as const;

// The lines of an order that is there already are there too.
const ORDERS = {
  name: 'orders_demo_orders',
  text: `with given as (
      select x.* from jsonb_to_recordset($1::jsonb) x (number text, kind text, customer text, vendor text, place text, state text,
        "placedOn" date, "promisedOn" date, "deliveredOn" date, country text, shipment text, lines jsonb)
    )
    insert into orders.sales_order (tenant_id, number, kind, customer_id, vendor, place, state, placed_on, promised_on, delivered_on,
      value_minor, currency, country, shipment_number)
    select app.tenant(), g.number, g.kind, g.customer, g.vendor, g.place, g.state, g."placedOn", g."promisedOn", g."deliveredOn",
      (select sum(l.quantity * l."priceMinor") from jsonb_to_recordset(g.lines) l (quantity bigint, "priceMinor" bigint)),
      $2, g.country, g.shipment
    from given g on conflict do nothing`,
} as const;

const LINES = {
  name: 'orders_demo_lines',
  text: `insert into orders.order_line (tenant_id, order_number, line_number, sku, description, quantity, unit, price_minor, value_minor, currency)
    select app.tenant(), g.number, l.value_nr::integer, l.sku, l.description, l.quantity, l.unit, l."priceMinor", l.quantity * l."priceMinor", $2
    from jsonb_to_recordset($1::jsonb) g (number text, lines jsonb),
      rows from (jsonb_to_recordset(g.lines) as (sku text, description text, unit text, quantity bigint, "priceMinor" bigint))
        with ordinality as l (sku, description, unit, quantity, "priceMinor", value_nr)
    on conflict do nothing`,
} as const;

/** Waits until no other process loads this company, for as long as the transaction lasts. */
export async function lockDemo(tx: TenantTx): Promise<void> {
  await tx.query(LOCK, [tx.tenant]);
}

export async function hasOrder(tx: TenantTx, number: string): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(HAS_ORDER, [number]);
  return row?.found === true;
}

/** Loads a demo company's facts. What is there already stays as it is. */
export async function writeDemo(tx: TenantTx, { customers, orders }: DemoFacts, currency: string): Promise<void> {
  await tx.query(CUSTOMERS, [JSON.stringify(customers)]);
  await tx.query(ORDERS, [JSON.stringify(orders), currency]);
  await tx.query(LINES, [JSON.stringify(orders), currency]);
}
