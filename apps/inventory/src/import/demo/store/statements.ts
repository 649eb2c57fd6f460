import type { Statement } from '@supercargo/tenancy';

/** Two starts at once would each load a company that the other is loading. */
export const LOCK: Statement = {
  name: 'demo_lock',
  text: `select pg_advisory_xact_lock(hashtextextended('import/demo/' || $1, 0))`,
};

export const HAS_MOVED: Statement = {
  name: 'demo_has_moved',
  text: 'select exists (select from inventory.movement m where m.tenant_id = app.tenant() and m.sku = $1) as moved',
};

/** By a range of numbers, which has an index. */
export const HAS_IMPORTED_ORDERS: Statement = {
  name: 'demo_has_imported_orders',
  text: `select exists (select from inventory.purchase_order o
           where o.tenant_id = app.tenant() and o.number >= 'PO-' and o.number < 'PO.') as ordered`,
};

export const MOVED: Statement = {
  name: 'demo_moved',
  text: 'select distinct m.sku from inventory.movement m where m.tenant_id = app.tenant()',
};

export const SUPPLIERS: Statement = {
  name: 'demo_suppliers',
  text: `insert into inventory.supplier (tenant_id, id, name)
         select app.tenant(), x.id, x.name from jsonb_to_recordset($1::jsonb) x (id text, name text) on conflict do nothing`,
};

export const WAREHOUSES: Statement = {
  name: 'demo_warehouses',
  text: `insert into inventory.warehouse (tenant_id, id, name, country, locode)
         select app.tenant(), x.id, x.name, x.country, x.locode
         from jsonb_to_recordset($1::jsonb) x (id text, name text, country text, locode text) on conflict do nothing`,
};

export const ITEMS: Statement = {
  name: 'demo_items',
  text: `insert into inventory.item
           (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days, reorder_point, safety_stock)
         select app.tenant(), x.sku, x.description, x.unit, x.supplier, x."priceMinor",
           case when x."priceMinor" is not null then $2 end, x."priceAsOf", x."leadTimeDays", x."reorderPoint", x."safetyStock"
         from jsonb_to_recordset($1::jsonb) x (sku text, description text, unit text, supplier text, "priceMinor" bigint,
           "priceAsOf" timestamptz, "leadTimeDays" integer, "reorderPoint" bigint, "safetyStock" bigint) on conflict do nothing`,
};

export const STOCK: Statement = {
  name: 'demo_stock',
  text: `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, allocated, recorded_at)
         select app.tenant(), x.warehouse, x.sku, x."onHand", x.allocated, $2::timestamptz
         from jsonb_to_recordset($1::jsonb) x (warehouse text, sku text, "onHand" bigint, allocated bigint) on conflict do nothing`,
};

export const ORDERS: Statement = {
  name: 'demo_orders',
  text: `insert into inventory.purchase_order
           (tenant_id, id, number, sku, supplier_id, warehouse_id, quantity, price_minor, currency, state, ordered_at, expected_on, received_at)
         select app.tenant(), x.id, x.number, x.sku, x.supplier, x.warehouse, x.quantity, x."priceMinor", $2, x.state, x."orderedAt",
           x."expectedOn", x."receivedAt"
         from jsonb_to_recordset($1::jsonb) x (id uuid, number text, sku text, supplier text, warehouse text, quantity bigint,
           "priceMinor" bigint, state text, "orderedAt" timestamptz, "expectedOn" date, "receivedAt" timestamptz)
         on conflict do nothing`,
};

/** By column, because there are many: the rows of JSON would say the name of every column again and again. */
export const MOVEMENTS: Statement = {
  name: 'demo_movements',
  text: `insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at, reference, reason)
         select app.tenant(), x.*
         from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::text[], $8::text[]) x
         on conflict do nothing`,
};
