import { ID, idOf, localWrites } from './local-writes.ts';

const WAREHOUSE = 'HAM-1';
const ANOTHER = 'RTM-1';
/** Enough items that no row of one is what everybody waits for. */
const ITEMS = 200;
const PRICE_MINOR = 2_50;
const QUANTITIES = 100;
const ON_HAND = 100;
const MOVED = 7;

const quantityOf = (number: number): number => 1 + (number % QUANTITIES);

/** An item of the story's own, and what is there of it. */
const OWN_ITEM = [
  `insert into inventory.item (tenant_id, sku, description, unit) values (app.tenant(), 'OWN-' || $1::int, 'An item of one story', 'EA')`,
  `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
   values (app.tenant(), '${WAREHOUSE}', 'OWN-' || $1::int, ${ON_HAND}, now())`,
];

/** How much of the movement's item is in that warehouse. */
const onHand = (warehouse: string): string =>
  `(select s.on_hand from inventory.stock s where (s.tenant_id, s.sku, s.warehouse_id) = (m.tenant_id, m.sku, '${warehouse}'))`;

export const INVENTORY = localWrites(
  'inventory',
  [
    `insert into inventory.supplier (tenant_id, id, name) select app.tenant(), 'SUP-1', 'Kraftpack Verpackungen GmbH'`,
    `insert into inventory.warehouse (tenant_id, id, name)
     values (app.tenant(), '${WAREHOUSE}', 'Hamburg Speicherstadt'), (app.tenant(), '${ANOTHER}', 'Rotterdam Maasvlakte')`,
    `insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days)
     select app.tenant(), 'PKG-' || n, 'Valve bag number ' || n, 'EA', 'SUP-1', ${PRICE_MINOR}, 'EUR', now(), 6
     from generate_series(1, ${ITEMS}) n`,
    `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
     select app.tenant(), '${WAREHOUSE}', 'PKG-' || n, 10 * n, now() from generate_series(1, ${ITEMS}) n`,
  ],
  [
    {
      name: 'reorder',
      tool: 'create_reorder',
      arrange: [],
      input: (number) => ({ sku: `PKG-${1 + (number % ITEMS)}`, quantity: quantityOf(number), warehouse: WAREHOUSE }),
      amountMinor: (number) => quantityOf(number) * PRICE_MINOR,
      made: `select count(*)::int as made, count(*) filter (where o.quantity = 1 + $1::int % ${QUANTITIES})::int as right
        from inventory.purchase_order o where o.tenant_id = app.tenant() and o.ordered_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from inventory.purchase_order o where o.tenant_id = app.tenant() and o.ordered_by is not null`,
    },
    {
      name: 'cancel-reorder',
      tool: 'cancel_reorder',
      arrange: [
        `insert into inventory.purchase_order (tenant_id, id, number, sku, supplier_id, warehouse_id, quantity, price_minor, currency)
         values (app.tenant(), ${ID}, 'PO-' || $1::int, 'PKG-1', 'SUP-1', '${WAREHOUSE}', 10, ${PRICE_MINOR}, 'EUR')`,
      ],
      input: (number) => ({ purchase_order_id: idOf(number) }),
      made: `select count(*)::int as made, count(*) filter (where o.id = ${ID} and o.state = 'cancelled')::int as right
        from inventory.purchase_order o where o.tenant_id = app.tenant() and o.cancelled_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from inventory.purchase_order o where o.tenant_id = app.tenant() and o.cancelled_by is not null`,
    },
    {
      name: 'adjust-stock',
      tool: 'adjust_stock',
      arrange: OWN_ITEM,
      input: (number) => ({ sku: `OWN-${number}`, warehouse: WAREHOUSE, change: -MOVED, reason: 'counted again' }),
      units: MOVED,
      made: `select count(*)::int as made,
          count(*) filter (where m.sku = 'OWN-' || $1::int and m.quantity = -${MOVED} and ${onHand(WAREHOUSE)} = ${ON_HAND - MOVED})::int as right
        from inventory.movement m where m.tenant_id = app.tenant() and m.done_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from inventory.movement m where m.tenant_id = app.tenant()`,
    },
    {
      name: 'transfer-stock',
      tool: 'transfer_stock',
      arrange: OWN_ITEM,
      input: (number) => ({ sku: `OWN-${number}`, from: WAREHOUSE, to: ANOTHER, quantity: MOVED }),
      units: MOVED,
      // What leaves and what arrives is one transfer.
      made: `select count(*)::int / 2 as made,
          (count(*) = 2 and bool_and(m.sku = 'OWN-' || $1::int and ${onHand(WAREHOUSE)} = ${ON_HAND - MOVED} and ${onHand(ANOTHER)} = ${MOVED}))::int as right
        from inventory.movement m where m.tenant_id = app.tenant() and m.done_by = any ($2::uuid[])`,
      all: `select count(*)::int / 2 as made from inventory.movement m where m.tenant_id = app.tenant()`,
    },
  ],
);
