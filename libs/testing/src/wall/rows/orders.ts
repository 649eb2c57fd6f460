/** A row in each table of orders: $1 is the tenant, $2 the id of an executed request of the server and of its execution. */
export const ORDERS_ROWS = `
  insert into orders.customer (tenant_id, id, name) values ($1, 'CUS-CARLA', 'Carla'), ($1, 'CUS-CARLOS', 'Carlos');
  insert into orders.effect (tenant_id, execution_id, server, tool) values ($1, $2, 'orders', 'flag_order');
  insert into orders.sales_order (tenant_id, number, kind, customer_id, vendor, currency)
    values ($1, 'SO-1', 'sale', 'CUS-CARLA', null, 'EUR'), ($1, 'SO-2', 'sale', 'CUS-CARLOS', null, 'EUR'),
      ($1, 'PO-1', 'purchase', null, 'Vendor', 'EUR');
  insert into orders.order_line (tenant_id, order_number, line_number, sku, description, quantity, currency)
    select o.tenant_id, o.number, 1, 'SKU-1', 'Item', 5, 'EUR' from orders.sales_order o where o.tenant_id = $1;
  insert into orders.line_told (tenant_id, order_number, line_number, said)
    select l.tenant_id, l.order_number, l.line_number, '\\x00' from orders.order_line l where l.tenant_id = $1;
  insert into orders.shipment_part (tenant_id, order_number, part)
    select o.tenant_id, o.number, 1 from orders.sales_order o where o.tenant_id = $1;
  insert into orders.part_line (tenant_id, order_number, part, line_number, quantity)
    select o.tenant_id, o.number, 1, 1, 2 from orders.sales_order o where o.tenant_id = $1;
  insert into orders.flag (tenant_id, id, order_number, kind, severity, raised_by) values ($1, $2, 'SO-1', 'address', 'notice', $2)`;
