import { bothTiers } from './both-tiers.ts';

const PRICE_MINOR = 20_00;

/** A return that is approved, which hands its refund over in one event. */
export const APPROVE_RETURN = bothTiers('approve-return', {
  server: 'returns',
  stock: [
    `insert into returns.customer (tenant_id, id, name) values (app.tenant(), 'CUS-CARLA', 'Carla Bianchi')`,
    `insert into returns.return_policy (tenant_id, reason, category, window_days, restocking_bp, limit_minor, currency)
     values (app.tenant(), 'damaged', 'any', 30, 0, 50000, 'EUR')`,
  ],
  arrange: [
    `insert into returns.rma (tenant_id, id, order_number, customer_id, reason, ordered_on, delivered_on, currency)
     values (app.tenant(), 'RMA-' || $1::int, 'SO-' || $1::int, 'CUS-CARLA', 'damaged', current_date - 9, current_date - 4, 'EUR')`,
    `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, quantity, price_minor)
     values (app.tenant(), 'RMA-' || $1::int, 1, 'CUS-CARLA', 'COF-1KG', 'Coffee beans', 1, ${PRICE_MINOR})`,
  ],
  told: {
    tool: 'approve_return',
    input: (number) => ({ rma_id: `RMA-${number}` }),
    amountMinor: () => PRICE_MINOR,
    made: `select count(*)::int as made, count(*) filter (where r.id = 'RMA-' || $1::int and r.state = 'approved'
          and (select count(*) from events.outbox o where o.tenant_id = r.tenant_id and o.topic = 'return.approved' and o.key = r.id) = 1)::int as right
      from returns.rma r where r.tenant_id = app.tenant() and r.decided_by = any ($2::uuid[])`,
    all: `select count(*)::int as made from returns.rma r where r.tenant_id = app.tenant() and r.decided_by is not null`,
  },
});
