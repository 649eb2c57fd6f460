import { ID, idOf, localWrites } from './local-writes.ts';

const PRICE_MINOR = 20_00;
const LABEL_MINOR = 6_50;
const TEA_MINOR = 12_80;

/** An order of the story's own that was delivered: what may come back of it. */
const SOLD = `insert into returns.sold_line
   (tenant_id, order_number, line_number, customer_id, sku, description, quantity, price_minor, currency, ordered_on, delivered_on)
 select app.tenant(), 'SO-' || $1::int, line, 'CUS-CARLA', sku, sku, 5, minor, 'EUR', today - 9, today - 4
 from (values (1, 'COF-1KG', ${PRICE_MINOR}), (2, 'TEA-ASM', ${TEA_MINOR}), (3, 'EQP-GRH', 9900)) x (line, sku, minor),
   (select (now() at time zone 'UTC')::date) y (today)`;

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
    // Some of what they bought, at the price they bought it at. The desk has not decided on it, and nobody is told of it.
    {
      name: 'request-return',
      tool: 'request_return',
      customer: 'CUS-CARLA',
      arrange: [SOLD],
      input: (number) => ({
        order: `SO-${number}`,
        lines: [
          { sku: 'TEA-ASM', quantity: 3 },
          { sku: 'COF-1KG', quantity: 2 },
        ],
        reason: 'damaged',
        words: `Story ${number}: two bags are torn.`,
      }),
      amountMinor: () => 3 * TEA_MINOR + 2 * PRICE_MINOR,
      made: `select count(*)::int as made, count(*) filter (where (r.order_number, r.customer_id, r.state, r.reason, r.words, ${TOLD})
              = ('SO-' || $1::int, 'CUS-CARLA', 'requested', 'damaged', 'Story ' || $1::int || ': two bags are torn.', 0)
            and (select jsonb_agg(jsonb_build_array(l.sku, l.quantity, l.price_minor) order by l.sku) from returns.rma_line l
              where (l.tenant_id, l.rma_id) = (r.tenant_id, r.id)) = '[["COF-1KG", 2, ${PRICE_MINOR}], ["TEA-ASM", 3, ${TEA_MINOR}]]')::int as right
        from returns.rma r where r.tenant_id = app.tenant() and r.asked_by = any ($2::uuid[])`,
      // Nobody but customers opens any in this company.
      all: `select count(*)::int as made from returns.rma r where r.tenant_id = app.tenant()`,
    },
  ],
);
