/** A row in each table of payments: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const PAYMENTS_ROWS = `
  insert into payments.effect (tenant_id, execution_id, server, tool) values ($1, $2, 'payments', 'propose_payment');
  insert into payments.cost_centre (tenant_id, id, name) values ($1, 'CC-1', 'Roastery');
  insert into payments.payee (tenant_id, id, name, account) values ($1, 'SUP-1', 'Payee', 'DE89370400440532013000');
  insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency) values ($1, 'PO-1', 'SUP-1', 100, 'EUR');
  insert into payments.goods_receipt (tenant_id, id, order_number, amount_minor, currency, received_at, number)
    values ($1, $2, 'PO-1', 100, 'EUR', now(), 'GR-1');
  insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency, state)
    values ($1, 'INV-1', 'SUP-1', '1', 'PO-1', 100, 'EUR', 'paid'), ($1, 'INV-2', 'SUP-1', '2', 'PO-2', 100, 'EUR', 'open');
  insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency, state, settled_at)
    values ($1, 'PAY-1', 'INV-1', 'SUP-1', 100, 'EUR', 'paid', now());
  insert into payments.customer_payment (tenant_id, id, order_number, customer_id, amount_minor, currency, captured_at)
    values ($1, 'CP-1', 'SO-1', 'CUS-CARLA', 100, 'EUR', now()), ($1, 'CP-2', 'SO-2', 'CUS-CARLOS', 100, 'EUR', now());
  insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, settled_at)
    values ($1, 'RF-1', 'CP-1', 'CUS-CARLA', 60, 'EUR', 'paid', now()), ($1, 'RF-2', 'CP-2', 'CUS-CARLOS', 60, 'EUR', 'paid', now())`;
