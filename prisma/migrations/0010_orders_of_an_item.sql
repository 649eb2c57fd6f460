set local role supercargo_inventory_owner;

-- The orders of one item, newest first, in whatever state: not the company's whole history of orders.
create index purchase_order_item on inventory.purchase_order (tenant_id, sku, ordered_at desc, id desc);

reset role;
