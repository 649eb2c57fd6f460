/** A row in each table of returns, of two customers: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const RETURNS_ROWS = `
  insert into returns.customer (tenant_id, id, name) values ($1, 'CUS-CARLA', 'Carla'), ($1, 'CUS-CARLOS', 'Carlos');
  insert into returns.carrier (tenant_id, id, name, label_minor, currency) values ($1, 'CAR-SWIFT', 'Swift', 690, 'EUR');
  insert into returns.return_policy (tenant_id, reason, category, window_days, restocking_bp, limit_minor, currency)
    values ($1, 'changed_mind', 'any', 14, 1000, 100000, 'EUR');
  insert into returns.sold_line (tenant_id, order_number, line_number, customer_id, sku, description, quantity, price_minor, currency)
    values ($1, 'SO-1', 1, 'CUS-CARLA', 'SKU-1', 'Item', 5, 100, 'EUR'), ($1, 'SO-2', 1, 'CUS-CARLOS', 'SKU-1', 'Item', 5, 100, 'EUR');
  insert into returns.effect (tenant_id, execution_id, server, tool) values ($1, $2, 'returns', 'approve_return');
  insert into returns.rma (tenant_id, id, order_number, customer_id, reason, state, currency, decided_at, decided_by)
    values ($1, 'RMA-1', 'SO-1', 'CUS-CARLA', 'changed_mind', 'label_issued', 'EUR', now(), $2);
  insert into returns.rma (tenant_id, id, order_number, customer_id, reason, state, currency, decided_at)
    values ($1, 'RMA-2', 'SO-2', 'CUS-CARLOS', 'changed_mind', 'label_issued', 'EUR', now());
  insert into returns.rma (tenant_id, id, order_number, customer_id, reason, currency)
    values ($1, 'RMA-3', 'SO-3', 'CUS-CARLA', 'changed_mind', 'EUR');
  insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, quantity, price_minor)
    values ($1, 'RMA-2', 1, 'CUS-CARLOS', 'SKU-1', 'Item', 1, 100), ($1, 'RMA-3', 1, 'CUS-CARLA', 'SKU-1', 'Item', 1, 100);
  insert into returns.label (tenant_id, id, rma_id, customer_id, carrier_id, cost_minor, currency, issued_by)
    values ($1, $2, 'RMA-1', 'CUS-CARLA', 'CAR-SWIFT', 690, 'EUR', $2);
  insert into returns.label (tenant_id, id, rma_id, customer_id, carrier_id, cost_minor, currency)
    values ($1, gen_random_uuid(), 'RMA-2', 'CUS-CARLOS', 'CAR-SWIFT', 690, 'EUR')`;
