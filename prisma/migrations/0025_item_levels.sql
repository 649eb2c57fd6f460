set local role supercargo_inventory_owner;
-- Low stock holds every item of a company against its stock: with what that takes beside the key, items come in the order of their SKUs
-- without being read. Only an import writes items.
create index item_levels on inventory.item (tenant_id, sku) include (reorder_point, lead_time_days, supplier_id);
reset role;
