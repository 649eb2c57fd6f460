set local role supercargo_inventory_owner;

-- What a file says was received of an open order is told to payments, in the transaction that writes it. An order that a file brings as
-- received already is history, and told to nobody. Only an importer receives goods here.
create function inventory.tell_received() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform events.publish('purchase_order.received', coalesce(new.number, new.id::text), null, jsonb_build_object(
    'purchase_order_id', new.id, 'number', new.number, 'supplier_id', new.supplier_id, 'sku', new.sku, 'quantity', new.quantity,
    'amount_minor', new.amount_minor::text, 'currency', new.currency, 'received_at', new.received_at));
  return null;
end$$;
create trigger tell_received after update of state on inventory.purchase_order for each row
  when (old.state = 'open' and new.state = 'received' and session_user = 'supercargo_importer')
  execute function inventory.tell_received();

reset role;
