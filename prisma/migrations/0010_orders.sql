set local role supercargo_inventory_owner;

-- The orders of one item, newest first, in whatever state: not the company's whole history of orders.
create index purchase_order_item on inventory.purchase_order (tenant_id, sku, ordered_at desc, id desc);

-- What was received or cancelled stays so, and what a request ordered is never edited, whoever writes it.
create function inventory.keep_order() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.state <> 'open' and new.state is distinct from old.state then
    raise exception 'a purchase order does not go from % to %', old.state, new.state using errcode = '23514';
  end if;
  if new.ordered_by is distinct from old.ordered_by or (old.ordered_by is not null
     and (new.number, new.sku, new.supplier_id, new.warehouse_id, new.quantity, new.price_minor, new.currency, new.ordered_at, new.expected_on)
       is distinct from
       (old.number, old.sku, old.supplier_id, old.warehouse_id, old.quantity, old.price_minor, old.currency, old.ordered_at, old.expected_on)) then
    raise exception 'what a request ordered is never edited' using errcode = '42501';
  end if;
  return new;
end$$;
create trigger keep_order before update on inventory.purchase_order for each row execute function inventory.keep_order();

reset role;
