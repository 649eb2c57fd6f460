import { HELD_BILL, OPEN_BILL, PROPOSED_BILL } from '../bills.ts';
import { localWrites } from './local-writes.ts';

export const PAYMENTS = localWrites(
  'payments',
  [],
  [
    // The event that tells of it leads to a request for its release, once.
    {
      name: 'propose-payment',
      tool: 'propose_payment',
      arrange: OPEN_BILL,
      bears: 'release_payment',
      input: (number) => ({ invoice: `INV-${number}` }),
      made: `select count(*)::int as made, count(*) filter (where p.invoice_id = 'INV-' || $1::int and p.state = 'proposed'
            and i.state = 'proposed'
            and (select array_agg(r.state) from approval.plan n join approval.request r on (r.tenant_id, r.id) = (n.tenant_id, n.request_id)
              where n.tenant_id = p.tenant_id and n.tool = 'release_payment' and n.event_id is not null
                and n.plan::jsonb #>> '{effect,payment_id}' = p.id) = '{waiting}')::int as right
        from payments.payment p join payments.invoice i on (i.tenant_id, i.id) = (p.tenant_id, p.invoice_id)
        where p.tenant_id = app.tenant() and p.proposed_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from payments.payment p where p.tenant_id = app.tenant()`,
    },
    {
      name: 'cancel-payment',
      tool: 'cancel_payment',
      arrange: PROPOSED_BILL,
      input: (number) => ({ payment: `PAY-${number}` }),
      made: `select count(*)::int as made, count(*) filter (where (p.id, p.state, i.state) = ('PAY-' || $1::int, 'cancelled', 'open'))::int as right
        from payments.payment p join payments.invoice i on (i.tenant_id, i.id) = (p.tenant_id, p.invoice_id)
        where p.tenant_id = app.tenant() and p.cancelled_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from payments.payment p where p.tenant_id = app.tenant() and p.cancelled_by is not null`,
    },
    {
      name: 'release-hold',
      tool: 'release_hold',
      approvers: 2,
      arrange: HELD_BILL,
      input: (number) => ({ invoice: `INV-${number}`, kind: 'no_receipt' }),
      made: `select count(*)::int as made, count(*) filter (where (i.id, h.state, i.state) = ('INV-' || $1::int, 'released', 'open'))::int as right
        from payments.hold h join payments.invoice i on (i.tenant_id, i.id) = (h.tenant_id, h.invoice_id)
        where h.tenant_id = app.tenant() and h.released_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from payments.hold h where h.tenant_id = app.tenant() and h.released_by is not null`,
    },
  ],
);
