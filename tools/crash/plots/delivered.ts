import { IN_THE_WORKER, type Plot } from './plot.ts';

/** A customer's order was delivered, as a file of Orders said: Returns writes down what was sold once, whatever dies while it does. */
export const DELIVERED: Plot = {
  name: 'delivered',
  server: 'returns',
  scenarios: IN_THE_WORKER,
  loop: 'sweep.pending',
  stock: [],
  arrange: [
    `insert into events.stream (tenant_id, topic, key, last) values (app.tenant(), 'order.delivered', 'SO-' || $1::int, 1)`,
    `with told as (
       insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain)
       values (app.tenant(), 'order.delivered', 'SO-' || $1::int, 1, 'orders',
         jsonb_build_object('order_number', 'SO-' || $1::int, 'customer_id', 'CUS-SOLD', 'customer_name', 'Carla Bianchi', 'line_number', 1,
           'sku', 'TEA-ASM', 'description', 'Tea', 'quantity', 5, 'price_minor', '1280', 'currency', 'EUR',
           'placed_on', '2026-01-01', 'delivered_on', '2026-01-05')::text, '{}')
       returning *)
     insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
     select tenant_id, id, 'returns', topic, key, seq from told`,
  ],
  told: {
    kind: 'event',
    topic: 'order.delivered',
    key: (number) => `SO-${number}`,
    made: `select count(*)::int as made from returns.sold_line s where s.tenant_id = app.tenant() and s.order_number = 'SO-' || $1::int`,
  },
};
