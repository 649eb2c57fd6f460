-- Moves units of one item from one warehouse to another, once: two movements of one execution, and as much stock as before. Takes the
-- request id and nothing else.
create or replace function inventory.transfer_stock(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'transfer_stock');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  item constant text := plan #>> '{effect,sku}';
  source constant text := plan #>> '{effect,from_warehouse_id}';
  target constant text := plan #>> '{effect,to_warehouse_id}';
  units constant bigint := (plan #>> '{effect,quantity}')::bigint;
  s inventory.stock;
  available bigint;
begin
  if o.refusal is not null then
    return o;
  end if;
  -- A place without a row cannot be locked: whoever records the first stock of an item holds the item, before any of its stock.
  if (select count(*) from inventory.stock x where x.tenant_id = t and x.sku = item and x.warehouse_id in (source, target)) < 2 then
    perform from inventory.item x where x.tenant_id = t and x.sku = item for no key update;
  end if;
  -- Both rows in the order of their warehouses, so that there and back at once do not wait for each other.
  perform from inventory.stock x where x.tenant_id = t and x.sku = item and x.warehouse_id in (source, target)
    order by x.warehouse_id for update;
  select * into s from inventory.stock x where x.tenant_id = t and x.sku = item and x.warehouse_id = source;
  available := s.on_hand - s.allocated;
  o.detail := case
    when (units between 1 and 1000000) is not true then 'the quantity is not one to a million units'
    when units is distinct from (plan ->> 'units')::bigint then 'the number of units that was approved is not the quantity'
    when source is not distinct from target then 'the two warehouses are one'
    when not exists (select from inventory.warehouse w where w.tenant_id = t and w.id = target) then 'the warehouse no longer exists'
    when (available >= units) is not true
      then format('the stock available changed to %s, and %s cannot be taken off it', coalesce(available::text, 'not recorded'), units)
    when plan #>> '{guards,available_at_least}' is distinct from units::text
      then 'the stock that must be available is not what is moved'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into inventory.effect (tenant_id, execution_id, tool) values (t, execution, 'transfer_stock');
  update inventory.stock x set on_hand = x.on_hand - units, recorded_at = clock_timestamp()
    where x.tenant_id = t and x.sku = item and x.warehouse_id = source;
  insert into inventory.stock as x (tenant_id, warehouse_id, sku, on_hand, recorded_at)
    values (t, target, item, units, clock_timestamp())
    on conflict (tenant_id, sku, warehouse_id) do update set on_hand = x.on_hand + units, recorded_at = excluded.recorded_at;
  insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at, done_by)
    values (t, gen_random_uuid(), item, source, 'transfer_out', -units, clock_timestamp(), execution),
      (t, gen_random_uuid(), item, target, 'transfer_in', units, clock_timestamp(), execution);
  return approval.conclude(execution, jsonb_build_object('sku', item, 'from_warehouse_id', source, 'to_warehouse_id', target,
    'quantity', units));
end$$;
alter function inventory.transfer_stock(uuid) owner to supercargo_inventory_owner;
