import { IN_THE_WORKER, type Plot } from './plot.ts';

/** Goods were received, as a file of Inventory said: Payments writes down one receipt, whatever dies while it does. */
export const RECEIPT: Plot = {
  name: 'receipt',
  server: 'payments',
  scenarios: IN_THE_WORKER,
  loop: 'sweep.pending',
  stock: [
    `insert into payments.payee (tenant_id, id, name, country) values (app.tenant(), 'SUP-1', 'Kraftpack Verpackungen GmbH', 'DE')`,
  ],
  arrange: [
    `insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency, ordered_on)
     values (app.tenant(), 'PO-' || $1::int, 'SUP-1', 25000, 'EUR', current_date - 10)`,
    `insert into events.stream (tenant_id, topic, key, last) values (app.tenant(), 'purchase_order.received', 'PO-' || $1::int, 1)`,
    `with told as (
       insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain)
       values (app.tenant(), 'purchase_order.received', 'PO-' || $1::int, 1, 'inventory',
         jsonb_build_object('purchase_order_id', gen_random_uuid(), 'number', 'PO-' || $1::int, 'supplier_id', 'SUP-1', 'sku', 'PKG-1',
           'quantity', 10, 'amount_minor', '25000', 'currency', 'EUR', 'received_at', '2026-01-01T00:00:00Z')::text, '{}')
       returning *)
     insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
     select tenant_id, id, 'payments', topic, key, seq from told`,
  ],
  told: {
    kind: 'event',
    topic: 'purchase_order.received',
    key: (number) => `PO-${number}`,
    made: `select count(*)::int as made from payments.goods_receipt g where g.tenant_id = app.tenant() and g.order_number = 'PO-' || $1::int`,
  },
};
