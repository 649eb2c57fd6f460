import { bothTiers } from './both-tiers.ts';

const WAREHOUSE = 'HAM-1';
/** Enough items that no row of one is what everybody waits for. */
const ITEMS = 200;
const PRICE_MINOR = 2_50;
const QUANTITIES = 100;

const quantityOf = (number: number): number => 1 + (number % QUANTITIES);

/** A reorder, which makes one purchase order of that quantity. */
export const REORDER = bothTiers('reorder', {
  server: 'inventory',
  stock: [
    `insert into inventory.supplier (tenant_id, id, name) select app.tenant(), 'SUP-1', 'Kraftpack Verpackungen GmbH'`,
    `insert into inventory.warehouse (tenant_id, id, name) select app.tenant(), '${WAREHOUSE}', 'Hamburg Speicherstadt'`,
    `insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days)
     select app.tenant(), 'PKG-' || n, 'Valve bag number ' || n, 'EA', 'SUP-1', ${PRICE_MINOR}, 'EUR', now(), 6
     from generate_series(1, ${ITEMS}) n`,
    `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
     select app.tenant(), '${WAREHOUSE}', 'PKG-' || n, 10 * n, now() from generate_series(1, ${ITEMS}) n`,
  ],
  arrange: [],
  told: {
    tool: 'create_reorder',
    input: (number) => ({ sku: `PKG-${1 + (number % ITEMS)}`, quantity: quantityOf(number), warehouse: WAREHOUSE }),
    amountMinor: (number) => quantityOf(number) * PRICE_MINOR,
    made: `select count(*)::int as made, count(*) filter (where o.quantity = 1 + $1::int % ${QUANTITIES})::int as right
      from inventory.purchase_order o where o.tenant_id = app.tenant() and o.ordered_by = any ($2::uuid[])`,
    all: `select count(*)::int as made from inventory.purchase_order o where o.tenant_id = app.tenant() and o.ordered_by is not null`,
  },
});
