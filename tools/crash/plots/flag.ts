import { bothTiers } from './both-tiers.ts';

/** A flag on an order of its own. It has no amount. */
export const FLAG = bothTiers('flag', {
  server: 'orders',
  stock: [`insert into orders.customer (tenant_id, id, name) values (app.tenant(), 'CUS-CARLA', 'Carla Bianchi')`],
  arrange: [
    `insert into orders.sales_order (tenant_id, number, kind, customer_id, state, promised_on, value_minor, currency)
     values (app.tenant(), 'SO-' || $1::int, 'sale', 'CUS-CARLA', 'placed', current_date + 5, 1000, 'EUR')`,
  ],
  told: {
    tool: 'flag_order',
    input: (number) => ({ order: `SO-${number}`, kind: 'address', severity: 'notice' }),
    amountMinor: () => 0,
    made: `select count(*)::int as made, count(*) filter (where f.order_number = 'SO-' || $1::int and f.state = 'open')::int as right
      from orders.flag f where f.tenant_id = app.tenant() and f.raised_by = any ($2::uuid[])`,
    all: `select count(*)::int as made from orders.flag f where f.tenant_id = app.tenant() and f.raised_by is not null`,
  },
});
