/** A row in each table of events: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const EVENTS_ROWS = `
  insert into events.stream (tenant_id, topic, key, last) values ($1, 'purchase_order.received', 'PO-1', 1);
  insert into events.outbox (tenant_id, id, topic, key, seq, sender, payload, chain, execution_id)
    values ($1, $2, 'purchase_order.received', 'PO-1', 1, 'inventory', '{}', '{mara}', $2);
  insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
    values ($1, $2, 'payments', 'purchase_order.received', 'PO-1', 1)`;
