import { COUNTS, padded, TENANT, uuidOf } from '../names.ts';
import { eachOf, type Load } from './load.ts';

const { payees, costCentres, customers } = COUNTS;
const PAYEE = `'SUP-' || 1 + n % ${payees}`;
const INVOICE = `'INV-' || ${padded('n')}`;
const CENTRE = `'CC-' || 1 + n % ${costCentres}`;
const AMOUNT = '100 * n + 100';
/** How many invoices one order has. */
const INVOICES = 10;

/**
 * Two years of invoices, the newest eighth not settled and a third of that held; a payment or a refund for each, one in a thousand under way.
 * One payee in twenty changed its account yesterday.
 */
export const paymentsLoad: Load = (rows) => {
  const unsettled = `n > ${Math.ceil(rows * 0.875)}`;
  const isHeld = `(${unsettled} and n % 3 = 0)`;
  const isProposed = `(${unsettled} and n % 3 = 1)`;
  const at = `now() - make_interval(mins => (${rows} - n) * 100)`;
  return [
    `insert into payments.cost_centre (tenant_id, id, name) select ${TENANT}, 'CC-' || n, 'Cost centre number ' || n ${eachOf(costCentres)}`,
    `insert into payments.payee (tenant_id, id, name, country, account, changed_at, verified_at, verified_by, allowed)
     select ${TENANT}, 'SUP-' || n, 'Payee number ' || n, 'DE', 'DE8937040044' || ${padded('n')}, now() - make_interval(days => case when n % 20 = 0 then 1 else 200 end),
       now() - interval '100 days', 'felix', true ${eachOf(payees)}`,
    `insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency)
     select ${TENANT}, 'PO-' || n, ${PAYEE}, 1000 * n, 'EUR' ${eachOf(Math.ceil(rows / INVOICES))}`,
    `insert into payments.goods_receipt (tenant_id, id, order_number, amount_minor, currency, received_at, number)
     select ${TENANT}, ${uuidOf('n')}, 'PO-' || n, 1000 * n, 'EUR', now(), 'GR-' || n ${eachOf(Math.ceil(rows / INVOICES))}`,
    `insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency, cost_centre_id, received_on, due_on, state)
     select ${TENANT}, ${INVOICE}, ${PAYEE}, '2026-' || n, 'PO-' || 1 + n / ${INVOICES}, ${AMOUNT}, 'EUR', ${CENTRE},
       (${at})::date, (${at})::date + 30, case when ${isHeld} then 'held' when ${isProposed} then 'proposed' when ${unsettled} then 'open' else 'paid' end
     ${eachOf(rows)}`,
    `insert into payments.hold (tenant_id, id, invoice_id, kind, why, state, placed_at, released_at)
     select ${TENANT}, ${uuidOf('n')}, ${INVOICE}, (array['duplicate', 'no_receipt', 'amount_differs'])[1 + n % 7 % 3], 'The facts do not agree',
       case when ${isHeld} then 'open' else 'released' end, ${at}, case when ${isHeld} then null else now() end ${eachOf(rows)}`,
    `insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency, cost_centre_id, state, proposer, proposed_by,
       proposed_at, execution_id, settled_at)
     select ${TENANT}, 'PAY-' || ${padded('n')}, ${INVOICE}, ${PAYEE}, ${AMOUNT}, 'EUR', ${CENTRE}, s.state, 'mara', ${uuidOf('n')}, ${at},
       case when s.state <> 'proposed' then ${uuidOf('n')} end, case when s.state = 'paid' then now() end
     ${eachOf(rows)}, lateral (select case when not ${isProposed} then 'paid' when n % 125 = 0 then 'unknown' else 'proposed' end as state) s
     where (not ${unsettled} and n % 3 > 0) or ${isProposed}`,
    `insert into payments.customer_payment (tenant_id, id, order_number, customer_id, amount_minor, currency, captured_at, refunded_minor)
     select ${TENANT}, 'CP-' || ${padded('n')}, 'SO-' || n, 'CUS-' || 1 + n % ${customers}, ${AMOUNT}, 'EUR', ${at}, 100 ${eachOf(rows)} where n % 3 = 0`,
    `insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, issued_at, settled_at)
     select ${TENANT}, 'RF-' || ${padded('n')}, 'CP-' || ${padded('n')}, 'CUS-' || 1 + n % ${customers}, 100, 'EUR', 'paid', ${at}, now()
     ${eachOf(rows)} where n % 3 = 0`,
  ];
};
