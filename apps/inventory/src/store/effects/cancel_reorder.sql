-- Cancels an open purchase order, once: the undo of create_reorder. Takes the request id and nothing else.
create or replace function inventory.cancel_reorder(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'cancel_reorder');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  po inventory.purchase_order;
  ordered text;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into po from inventory.purchase_order x
    where x.tenant_id = t and x.id = (plan #>> '{effect,purchase_order_id}')::uuid for update;
  ordered := format('%s %s from %s for %s %s', po.quantity, po.sku, po.supplier_id, po.amount_minor, po.currency);
  o.detail := case
    when po.state is distinct from plan #>> '{guards,purchase_order_state}'
      then format('the state of the purchase order changed from %s to %s', plan #>> '{guards,purchase_order_state}', coalesce(po.state, 'gone'))
    when po.state is distinct from 'open' then format('the purchase order is %s, and only an open one is cancelled', coalesce(po.state, 'gone'))
    when ordered is distinct from plan #>> '{guards,ordered}'
      then format('what was ordered changed from %s to %s', plan #>> '{guards,ordered}', ordered)
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into inventory.effect (tenant_id, execution_id, tool) values (t, execution, 'cancel_reorder');
  update inventory.purchase_order x set state = 'cancelled', cancelled_by = execution where x.tenant_id = t and x.id = po.id;
  return approval.conclude(execution, jsonb_build_object('purchase_order_id', po.id, 'purchase_order_state', 'cancelled'));
end$$;
alter function inventory.cancel_reorder(uuid) owner to supercargo_inventory_owner;
