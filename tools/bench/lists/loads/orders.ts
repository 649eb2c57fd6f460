import { COUNTS, padded, TENANT, uuidOf } from '../names.ts';
import { eachOf, type Load } from './load.ts';

const { customers, suppliers } = COUNTS;
const NUMBER = `'SO-' || ${padded('n')}`;
const CUSTOMER = `case when n % 10 < 8 then 'CUS-' || 1 + n % ${customers} end`;

/** Eight orders in ten are sales; the newest tenth is still to come, half of it overdue; one in ten has a flag, one in twenty a part. */
export const ordersLoad: Load = (rows) => {
  const isOpen = `n > ${Math.ceil(rows * 0.9)}`;
  return [
    `insert into orders.customer (tenant_id, id, name) select ${TENANT}, 'CUS-' || n, 'Customer number ' || n ${eachOf(customers)}`,
    `insert into orders.sales_order (tenant_id, number, kind, customer_id, vendor, place, state, placed_on, promised_on, delivered_on, value_minor,
       currency, project, country, shipment_number)
     select ${TENANT}, ${NUMBER}, case n % 10 when 8 then 'purchase' when 9 then 'stock' else 'sale' end, ${CUSTOMER},
       case when n % 10 = 8 then 'Vendor number ' || n % ${suppliers} end, case when n % 10 = 9 then 'WH-' || n % 4 end,
       case when ${isOpen} then (array['placed', 'allocated', 'shipped'])[1 + n % 3] when n % 20 = 3 then 'cancelled' else 'delivered' end,
       p.day - 30, p.day, case when not (${isOpen}) and n % 20 <> 3 then p.day + n % 5 - 2 end, 100 * n, 'EUR', 'PRJ-' || n % 50, 'DE', 'SHP-' || n
     ${eachOf(rows)}, lateral (select current_date + case when ${isOpen} then n % 40 - 20 else -20 - n % 700 end as day) p`,
    `insert into orders.order_line (tenant_id, order_number, line_number, customer_id, sku, description, quantity, unit, price_minor, value_minor, currency)
     select ${TENANT}, ${NUMBER}, 1, ${CUSTOMER}, 'SKU-' || n % 1000, 'A valve bag', 10, 'EA', 10 * n, 100 * n, 'EUR' ${eachOf(rows)}`,
    `insert into orders.shipment_part (tenant_id, order_number, part, customer_id, state, promised_on, shipment_number)
     select ${TENANT}, ${NUMBER}, 1, ${CUSTOMER}, 'shipped', current_date, 'DN-' || n ${eachOf(rows)} where n % 20 = 0`,
    `insert into orders.part_line (tenant_id, order_number, part, line_number, customer_id, quantity)
     select ${TENANT}, ${NUMBER}, 1, 1, ${CUSTOMER}, 5 ${eachOf(rows)} where n % 20 = 0`,
    `insert into orders.flag (tenant_id, id, order_number, kind, severity, note, state, shipment_number, days_late, event_id, event_seq,
       cleared_by, cleared_at)
     select ${TENANT}, ${uuidOf('n')}, ${NUMBER}, 'late_shipment', 'warning', 'It comes late', case when n % 20 = 0 then 'open' else 'cleared' end,
       'SHP-' || n, 3, ${uuidOf('n')}, n, case when n % 20 > 0 then ${uuidOf('n')} end, case when n % 20 > 0 then now() end
     ${eachOf(rows)} where n % 10 = 0`,
  ];
};
