import type { TenantTx } from '@supercargo/tenancy';
import { RECORDED_AT, type DemoFacts } from '../facts.ts';

const SUPPLIERS = {
  name: 'demo_suppliers',
  text: `insert into inventory.supplier (tenant_id, id, name)
         select app.tenant(), x.id, x.name from jsonb_to_recordset($1::jsonb) x (id text, name text) on conflict do nothing`,
} as const;

const WAREHOUSES = {
  name: 'demo_warehouses',
  text: `insert into inventory.warehouse (tenant_id, id, name, country, locode)
         select app.tenant(), x.id, x.name, x.country, x.locode
         from jsonb_to_recordset($1::jsonb) x (id text, name text, country text, locode text) on conflict do nothing`,
} as const;

const ITEMS = {
  name: 'demo_items',
  text: `insert into inventory.item
           (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days, reorder_point, safety_stock)
         select app.tenant(), x.sku, x.description, x.unit, x.supplier, x."priceMinor", $2, $3::timestamptz, x."leadTimeDays",
           x."reorderPoint", x."safetyStock"
         from jsonb_to_recordset($1::jsonb) x (sku text, description text, unit text, supplier text, "priceMinor" bigint,
           "leadTimeDays" integer, "reorderPoint" bigint, "safetyStock" bigint) on conflict do nothing`,
} as const;

const STOCK = {
  name: 'demo_stock',
  text: `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, allocated, recorded_at)
         select app.tenant(), x.warehouse, x.sku, x."onHand", x.allocated, $2::timestamptz
         from jsonb_to_recordset($1::jsonb) x (warehouse text, sku text, "onHand" bigint, allocated bigint) on conflict do nothing`,
} as const;

/** Loads a demo company's facts. What is there already stays as it is: a second start loses nothing. */
export async function writeDemo(tx: TenantTx, facts: DemoFacts, currency: string): Promise<void> {
  await tx.query(SUPPLIERS, [JSON.stringify(facts.suppliers)]);
  await tx.query(WAREHOUSES, [JSON.stringify(facts.warehouses)]);
  await tx.query(ITEMS, [JSON.stringify(facts.items), currency, RECORDED_AT]);
  await tx.query(STOCK, [JSON.stringify(facts.stock), RECORDED_AT]);
}
