import { ID, idOf, localWrites } from './local-writes.ts';

const PRICE_MINOR = 20_00;
const LABEL_MINOR = 6_50;

const arrived = (state: 'requested' | 'approved' | 'label_issued'): readonly string[] => [
  `insert into returns.rma (tenant_id, id, order_number, customer_id, reason, ordered_on, delivered_on, currency, state, decided_at)
   values (app.tenant(), 'RMA-' || $1::int, 'SO-' || $1::int, 'CUS-CARLA', 'damaged', current_date - 9, current_date - 4, 'EUR', '${state}',
     ${state === 'requested' ? 'null' : 'now()'})`,
  `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, quantity, price_minor)
   values (app.tenant(), 'RMA-' || $1::int, 1, 'CUS-CARLA', 'COF-1KG', 'Coffee beans', 1, ${PRICE_MINOR})`,
];

const DECIDED = `select count(*)::int as made from returns.rma r where r.tenant_id = app.tenant() and r.decided_by is not null`;

/** How many events told of the return. */
const TOLD = `(select count(*) from events.outbox o where (o.tenant_id, o.topic, o.key) = (r.tenant_id, 'return.approved', r.id))`;

export const RETURNS = localWrites(
  'returns',
  [
    `insert into returns.customer (tenant_id, id, name) values (app.tenant(), 'CUS-CARLA', 'Carla Bianchi')`,
    `insert into returns.carrier (tenant_id, id, name, label_minor, currency) values (app.tenant(), 'CAR-SWIFT', 'Swift', ${LABEL_MINOR}, 'EUR')`,
    `insert into returns.return_policy (tenant_id, reason, category, window_days, restocking_bp, limit_minor, currency)
     values (app.tenant(), 'damaged', 'any', 30, 0, 50000, 'EUR')`,
  ],
  [
    // It hands its refund over in one event.
    {
      name: 'approve-return',
      tool: 'approve_return',
      arrange: arrived('requested'),
      input: (number) => ({ rma_id: `RMA-${number}` }),
      amountMinor: () => PRICE_MINOR,
      made: `select count(*)::int as made, count(*) filter (where (r.id, r.state, ${TOLD}) = ('RMA-' || $1::int, 'approved', 1))::int as right
        from returns.rma r where r.tenant_id = app.tenant() and r.decided_by = any ($2::uuid[])`,
      all: DECIDED,
    },
    {
      name: 'reject-return',
      tool: 'reject_return',
      arrange: arrived('requested'),
      input: (number) => ({ rma_id: `RMA-${number}`, reason: 'it was used for weeks' }),
      amountMinor: () => PRICE_MINOR,
      made: `select count(*)::int as made, count(*) filter (where (r.id, r.state, ${TOLD}) = ('RMA-' || $1::int, 'rejected', 0))::int as right
        from returns.rma r where r.tenant_id = app.tenant() and r.decided_by = any ($2::uuid[])`,
      all: DECIDED,
    },
    {
      name: 'issue-label',
      tool: 'issue_label',
      arrange: arrived('approved'),
      input: (number) => ({ rma_id: `RMA-${number}`, carrier: 'CAR-SWIFT' }),
      amountMinor: () => LABEL_MINOR,
      made: `select count(*)::int as made, count(*) filter (where (r.id, r.state, l.state) = ('RMA-' || $1::int, 'label_issued', 'issued'))::int as right
        from returns.label l join returns.rma r on (r.tenant_id, r.id) = (l.tenant_id, l.rma_id)
        where l.tenant_id = app.tenant() and l.issued_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from returns.label l where l.tenant_id = app.tenant()`,
    },
    {
      name: 'void-label',
      tool: 'void_label',
      arrange: [
        ...arrived('label_issued'),
        `insert into returns.label (tenant_id, id, rma_id, customer_id, carrier_id, cost_minor, currency)
         values (app.tenant(), ${ID}, 'RMA-' || $1::int, 'CUS-CARLA', 'CAR-SWIFT', ${LABEL_MINOR}, 'EUR')`,
      ],
      input: (number) => ({ label_id: idOf(number) }),
      made: `select count(*)::int as made, count(*) filter (where (r.id, r.state, l.id, l.state) = ('RMA-' || $1::int, 'approved', ${ID}, 'voided'))::int as right
        from returns.label l join returns.rma r on (r.tenant_id, r.id) = (l.tenant_id, l.rma_id)
        where l.tenant_id = app.tenant() and l.voided_by = any ($2::uuid[])`,
      all: `select count(*)::int as made from returns.label l where l.tenant_id = app.tenant() and l.voided_by is not null`,
    },
  ],
);
