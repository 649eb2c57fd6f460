-- Changes the recorded stock of one item in one warehouse by a signed number of units, once, and says so as a movement. Takes the request
-- id and nothing else.
create or replace function inventory.adjust_stock(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'adjust_stock');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  item constant text := plan #>> '{effect,sku}';
  place constant text := plan #>> '{effect,warehouse_id}';
  change constant bigint := (plan #>> '{effect,change}')::bigint;
  s inventory.stock;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into s from inventory.stock x where x.tenant_id = t and x.sku = item and x.warehouse_id = place for update;
  if s.sku is null then
    -- No row to lock: whoever records the first stock of an item holds the item, and the other looks again.
    perform from inventory.item x where x.tenant_id = t and x.sku = item for no key update;
    select * into s from inventory.stock x where x.tenant_id = t and x.sku = item and x.warehouse_id = place for update;
  end if;
  o.detail := case
    when (change between -1000000 and 1000000 and change <> 0) is not true then 'the change is not one to a million units, more or less'
    when abs(change) is distinct from (plan ->> 'units')::bigint then 'the number of units that was approved is not that of the change'
    when not exists (select from inventory.item x where x.tenant_id = t and x.sku = item) then 'the item no longer exists'
    when not exists (select from inventory.warehouse w where w.tenant_id = t and w.id = place) then 'the warehouse no longer exists'
    when case when s.sku is null then 'not recorded' else 'recorded' end is distinct from plan #>> '{guards,stock}'
      then format('the stock changed from %s to %s', coalesce(plan #>> '{guards,stock}', 'nothing'), case when s.sku is null then 'not recorded' else 'recorded' end)
    when coalesce(s.on_hand, 0) + change < 0
      then format('the stock on hand changed to %s, and %s cannot be taken off it', coalesce(s.on_hand, 0), -change)
    when change < 0 and plan #>> '{guards,on_hand_at_least}' is distinct from (-change)::text
      then 'the stock that must be on hand is not what is taken off'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into inventory.effect (tenant_id, execution_id, tool) values (t, execution, 'adjust_stock');
  if s.sku is null then
    insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at) values (t, place, item, change, clock_timestamp());
  else
    update inventory.stock x set on_hand = x.on_hand + change, recorded_at = clock_timestamp()
      where x.tenant_id = t and x.sku = item and x.warehouse_id = place;
  end if;
  insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at, reason, done_by)
    values (t, execution, item, place, 'adjustment', change, clock_timestamp(), plan #>> '{effect,reason}', execution);
  return approval.conclude(execution, jsonb_build_object('sku', item, 'warehouse_id', place, 'change', change));
end$$;
alter function inventory.adjust_stock(uuid) owner to supercargo_inventory_owner;
