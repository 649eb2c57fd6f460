/** A row in each table of Inventory: $1 is the tenant, $2 the id of an executed request and its execution. */
export const INVENTORY_ROWS = `
  insert into inventory.supplier (tenant_id, id, name) values ($1, 'supplier', 'Supplier');
  insert into inventory.warehouse (tenant_id, id, name) values ($1, 'BER-1', 'Berlin');
  insert into inventory.item (tenant_id, sku, description, unit, supplier_id) values ($1, 'SKU-1', 'Item', 'EA', 'supplier');
  insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at) values ($1, 'BER-1', 'SKU-1', 5, now());
  insert into inventory.order_line (tenant_id, source, line_id, order_number, kind, supplier_id, sku, quantity, value_minor, currency,
      line_number, columns)
    values ($1, 'test', '1', 'PO-1', 'purchase', 'supplier', 'SKU-1', 1, 100, 'EUR', 1, '{}');
  insert into inventory.effect (tenant_id, execution_id, server, tool) values ($1, $2, 'inventory', 'create_reorder');
  insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, ordered_by)
    values ($1, $2, 'SKU-1', 'supplier', 'BER-1', 1, 100, 'EUR', $2);
  insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, number)
    values ($1, gen_random_uuid(), 'SKU-1', 'supplier', 'BER-1', 1, 100, 'EUR', 'PO-1');
  insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at, done_by)
    values ($1, $2, 'SKU-1', 'BER-1', 'adjustment', -1, now(), $2)`;
