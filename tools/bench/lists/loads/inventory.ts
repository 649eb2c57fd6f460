import { COUNTS, padded, TENANT, uuidOf } from '../names.ts';
import { eachOf, type Load } from './load.ts';

const { suppliers, warehouses } = COUNTS;
const SKU = `'SKU-' || ${padded('n')}`;
/** An item is used so often in the two months that a forecast reads. */
const MOVEMENTS = 2;

/** Each item in one of four places and ordered once; one item in 20 is low, one order in 10 is open. */
export const inventoryLoad: Load = (rows) => [
  `insert into inventory.supplier (tenant_id, id, name) select ${TENANT}, 'SUP-' || n, 'Supplier number ' || n ${eachOf(suppliers)}`,
  `insert into inventory.warehouse (tenant_id, id, name) select ${TENANT}, 'WH-' || n, 'Warehouse number ' || n ${eachOf(warehouses)}`,
  `insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency, price_as_of, lead_time_days,
     reorder_point, safety_stock)
   select ${TENANT}, ${SKU}, 'Valve bag number ' || n || ', of paper', 'EA', 'SUP-' || 1 + n % ${suppliers}, 100 + n, 'EUR', now(),
     n % 40, case when n % 20 = 1 then 2000 else 20 end, 10 ${eachOf(rows)}`,
  `insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, allocated, recorded_at)
   select ${TENANT}, 'WH-' || 1 + n % ${warehouses}, ${SKU}, 100 + n % 100, n % 7, now() ${eachOf(rows)}`,
  `insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at)
   select ${TENANT}, ${uuidOf(`n * ${MOVEMENTS} + m`)}, ${SKU}, 'WH-' || 1 + n % ${warehouses}, 'issue', -1 - (n + m) % 5,
     now() - make_interval(days => 25 * m + 3, mins => n % 1000) ${eachOf(rows)}, generate_series(0, ${MOVEMENTS - 1}) m`,
  `insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, state, ordered_at,
     number, expected_on, received_at)
   select ${TENANT}, ${uuidOf('n')}, ${SKU}, 'SUP-' || 1 + n % ${suppliers}, 'WH-' || 1 + n % ${warehouses}, 10 + n % 90, 100 + n, 'EUR',
     case when n % 10 = 0 then 'open' else 'received' end, now() - make_interval(mins => n * 7), 'PO-' || n, current_date + n % 60 - 5,
     case when n % 10 = 0 then null else now() end ${eachOf(rows)}`,
];
