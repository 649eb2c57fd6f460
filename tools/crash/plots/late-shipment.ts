import { IN_THE_WORKER, type Plot } from './plot.ts';

/** A shipment is late, as a file of Logistics said: Orders flags the order that it carries. */
export const LATE_SHIPMENT: Plot = {
  name: 'late-shipment',
  server: 'orders',
  scenarios: IN_THE_WORKER,
  loop: 'sweep.pending',
  stock: [`insert into orders.customer (tenant_id, id, name) values (app.tenant(), 'CUS-CARLA', 'Carla Bianchi')`],
  arrange: [
    `insert into orders.sales_order (tenant_id, number, kind, customer_id, state, promised_on, value_minor, currency)
     values (app.tenant(), 'SO-' || $1::int, 'sale', 'CUS-CARLA', 'placed', current_date + 5, 1000, 'EUR')`,
    `insert into events.stream (tenant_id, topic, key, last) values (app.tenant(), 'shipment.delayed', 'SHP-' || $1::int, 1)`,
    `with told as (
       insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain)
       values (app.tenant(), 'shipment.delayed', 'SHP-' || $1::int, 1, 'logistics',
         jsonb_build_object('shipment_id', 'SHP-' || $1::int, 'order_numbers', jsonb_build_array('SO-' || $1::int),
           'expected', (current_date + 9)::text, 'days_late', 4, 'why', 'weather')::text, '{}')
       returning *)
     insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
     select tenant_id, id, 'orders', topic, key, seq from told`,
  ],
  told: {
    kind: 'event',
    topic: 'shipment.delayed',
    key: (number) => `SHP-${number}`,
    made: `select count(*)::int as made from orders.flag f
      where f.tenant_id = app.tenant() and f.order_number = 'SO-' || $1::int and f.shipment_number = 'SHP-' || $1::int and f.state = 'open'`,
  },
};
