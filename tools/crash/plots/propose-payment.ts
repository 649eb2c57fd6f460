import { OPEN_BILL } from './bills.ts';
import { bothTiers } from './both-tiers.ts';

/** A payment that is proposed; the event that tells of it leads to a request for its release, once. */
export const PROPOSE_PAYMENT = bothTiers('propose-payment', {
  server: 'payments',
  stock: [],
  arrange: OPEN_BILL,
  bears: 'release_payment',
  told: {
    tool: 'propose_payment',
    input: (number) => ({ invoice: `INV-${number}` }),
    amountMinor: () => 0,
    made: `select count(*)::int as made, count(*) filter (where p.invoice_id = 'INV-' || $1::int and p.state = 'proposed'
          and i.state = 'proposed'
          and (select array_agg(r.state) from approval.plan n join approval.request r on (r.tenant_id, r.id) = (n.tenant_id, n.request_id)
            where n.tenant_id = p.tenant_id and n.tool = 'release_payment' and n.event_id is not null
              and n.plan::jsonb #>> '{effect,payment_id}' = p.id) = '{waiting}')::int as right
      from payments.payment p join payments.invoice i on (i.tenant_id, i.id) = (p.tenant_id, p.invoice_id)
      where p.tenant_id = app.tenant() and p.proposed_by = any ($2::uuid[])`,
    all: `select count(*)::int as made from payments.payment p where p.tenant_id = app.tenant()`,
  },
});
