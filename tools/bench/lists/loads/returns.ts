import { COUNTS, padded, TENANT, uuidOf } from '../names.ts';
import { eachOf, type Load } from './load.ts';

const { customers, carriers, reasons } = COUNTS;
const ID = `'RMA-' || ${padded('n')}`;
const CUSTOMER = `'CUS-' || 1 + n % ${customers}`;
const REASON = `(array['damaged', 'defective', 'wrong_item', 'not_as_described', 'arrived_late', 'changed_mind', 'other'])[1 + n % ${reasons}]`;
/** The newest seventh has not ended; before it one in ten was rejected and one in twenty taken back. */
const stateOf = (rows: number): string => `case when n > ${Math.ceil(rows * 0.85)}
  then (array['requested', 'requested', 'approved', 'label_issued', 'received'])[1 + n % 5]
  when n % 10 = 3 then 'rejected' when n % 20 = 1 then 'cancelled' else 'closed' end`;

/** An hour apart, each with a line and every third with a second; a policy with as many rules as there are returns. */
export const returnsLoad: Load = (rows) => [
  `insert into returns.customer (tenant_id, id, name) select ${TENANT}, 'CUS-' || n, 'Customer number ' || n ${eachOf(customers)}`,
  `insert into returns.carrier (tenant_id, id, name, label_minor, currency) select ${TENANT}, 'CAR-' || n, 'Carrier number ' || n, 500 + n, 'EUR' ${eachOf(carriers)}`,
  `insert into returns.return_policy (tenant_id, reason, category, window_days, restocking_bp, limit_minor, currency)
   select ${TENANT}, ${REASON}, case when n <= ${reasons} then 'any' else 'CAT-' || n / ${reasons} end, 30, 1000, 50000, 'EUR' ${eachOf(rows)}`,
  `insert into returns.rma (tenant_id, id, order_number, customer_id, reason, words, ordered_on, delivered_on, requested_at, state, currency,
     refund_minor, decided_at, received_at, closed_at)
   select ${TENANT}, ${ID}, 'SO-' || n / 2, ${CUSTOMER}, ${REASON}, 'It came in pieces', p.at::date - 30, p.at::date - 20, p.at, p.state, 'EUR',
     case when p.state in ('approved', 'label_issued', 'received', 'closed') then 100 * n end,
     case when p.state not in ('requested', 'cancelled') then p.at end, case when p.state in ('received', 'closed') then p.at end,
     case when p.state = 'closed' then p.at end
   ${eachOf(rows)}, lateral (select ${stateOf(rows)} as state, date_trunc('milliseconds', now()) - make_interval(hours => ${rows} - n) as at) p`,
  `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, category, quantity, price_minor)
   select ${TENANT}, ${ID}, l, ${CUSTOMER}, 'SKU-' || n % 1000, 'A valve bag', 'CAT-' || n % 20, 1 + n % 5, 100 + n
   ${eachOf(rows)}, generate_series(1, 2) l where l = 1 or n % 3 = 0`,
  `insert into returns.label (tenant_id, id, rma_id, customer_id, carrier_id, cost_minor, currency, tracking)
   select ${TENANT}, ${uuidOf('n')}, ${ID}, ${CUSTOMER}, 'CAR-' || 1 + n % ${carriers}, 500, 'EUR', 'TRACK-' || n
   ${eachOf(rows)} where (${stateOf(rows)}) in ('label_issued', 'received') or n % 5 = 0`,
];
