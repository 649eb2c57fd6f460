import { PAST_TRIGGERS, type Plot } from './plot.ts';

export const BILL_MINOR = 12_50;

/** A payee, and an order of theirs. */
const ORDERED: Plot['arrange'] = [
  `insert into payments.payee (tenant_id, id, name, country, account, changed_at, verified_at, verified_by, allowed)
   values (app.tenant(), 'SUP-' || $1::int, 'Kraftpack Verpackungen GmbH', 'DE', 'DE89370400440532013000', now() - interval '100 days',
     now() - interval '90 days', 'felix', true)`,
  `insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency, ordered_on)
   values (app.tenant(), 'PO-' || $1::int, 'SUP-' || $1::int, ${BILL_MINOR}, 'EUR', current_date - 10)`,
];

const billed = (state: 'open' | 'proposed'): string =>
  `insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency, received_on, due_on, state)
   values (app.tenant(), 'INV-' || $1::int, 'SUP-' || $1::int, 'R-' || $1::int, 'PO-' || $1::int, ${BILL_MINOR}, 'EUR', current_date,
     current_date + 14, '${state}')`;

/** A bill of its own that matches its order and what was received. */
const bill = (state: 'open' | 'proposed'): Plot['arrange'] => [
  PAST_TRIGGERS,
  ...ORDERED,
  `insert into payments.goods_receipt (tenant_id, order_number, amount_minor, currency, received_at, number)
   values (app.tenant(), 'PO-' || $1::int, ${BILL_MINOR}, 'EUR', now() - interval '3 days', 'GR-' || $1::int)`,
  billed(state),
];

export const OPEN_BILL: Plot['arrange'] = bill('open');

/** Nothing was received of its order: the bill is held as it arrives. */
export const HELD_BILL: Plot['arrange'] = [...ORDERED, billed('open')];

/** As propose_payment left it, asked for by somebody who has no part in the release. */
export const PROPOSED_BILL: Plot['arrange'] = [
  ...bill('proposed'),
  `insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency, proposer, proposed_by)
   values (app.tenant(), 'PAY-' || $1::int, 'INV-' || $1::int, 'SUP-' || $1::int, ${BILL_MINOR}, 'EUR', 'somebody', gen_random_uuid())`,
];
