import { IN_THE_WORKER, BY_TWO_OTHERS, PAST_TRIGGERS, type Plot } from './plot.ts';

const REFUND_MINOR = 12_50;

/** What a customer paid for an order. */
const PAID: Plot['arrange'] = [
  `insert into payments.customer_payment (tenant_id, id, order_number, customer_id, amount_minor, currency, captured_at)
   values (app.tenant(), 'CP-' || $1::int, 'SO-' || $1::int, 'CUS-' || $1::int, 5000, 'EUR', now() - interval '9 days')`,
];

/** Money that goes back to a customer once two others approved. */
export const REFUND: Plot = {
  name: 'refund',
  server: 'payments',
  scenarios: BY_TWO_OTHERS,
  loop: 'sweep.due',
  stock: [],
  arrange: PAID,
  rail: [],
  told: {
    kind: 'request',
    tool: 'issue_refund',
    tier: 'person',
    approvers: 2,
    takesEffect: 'through the rail',
    input: (number) => ({ customer_payment: `CP-${number}`, amount: '12.50' }),
    amountMinor: () => REFUND_MINOR,
    made: `select count(*)::int as made, count(*) filter (where r.customer_payment_id = 'CP-' || $1::int and (e.outcome, r.state, c.refunded_minor)
          in (('executed', 'paid', ${REFUND_MINOR}), ('failed', 'failed', 0)))::int as right
      from payments.refund r join payments.customer_payment c on (c.tenant_id, c.id) = (r.tenant_id, r.customer_payment_id)
        join approval.execution e on (e.tenant_id, e.id) = (r.tenant_id, r.execution_id)
      where r.tenant_id = app.tenant() and r.execution_id = any ($2::uuid[])`,
    all: `select count(*)::int as made from payments.refund r where r.tenant_id = app.tenant()`,
  },
};

/** A return was approved, as Returns tells: Payments asks for its refund, once. */
export const REFUND_ASKED: Plot = {
  name: 'refund-asked',
  server: 'payments',
  scenarios: IN_THE_WORKER,
  loop: 'sweep.pending',
  stock: [],
  bears: 'issue_refund',
  arrange: [
    ...PAID,
    PAST_TRIGGERS,
    `insert into events.stream (tenant_id, topic, key, last) values (app.tenant(), 'return.approved', 'RMA-' || $1::int, 1)`,
    `with told as (
       insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain, execution_id)
       values (app.tenant(), 'return.approved', 'RMA-' || $1::int, 1, 'returns',
         jsonb_build_object('return_id', 'RMA-' || $1::int, 'order_number', 'SO-' || $1::int, 'amount_minor', '${REFUND_MINOR}',
           'currency', 'EUR')::text, '{mara}', gen_random_uuid())
       returning *)
     insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
     select tenant_id, id, 'payments', topic, key, seq from told`,
  ],
  told: {
    kind: 'event',
    topic: 'return.approved',
    key: (number) => `RMA-${number}`,
    made: `select count(*)::int as made from approval.plan n join approval.request r on (r.tenant_id, r.id) = (n.tenant_id, n.request_id)
      where n.tenant_id = app.tenant() and n.tool = 'issue_refund' and r.state = 'waiting' and n.event_id is not null
        and n.plan::jsonb #>> '{effect,customer_payment_id}' = 'CP-' || $1::int`,
  },
};
