-- Creates the purchase order of an approved reorder, once. Takes the request id and nothing else: what is ordered is the stored plan.
create or replace function inventory.create_reorder(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'create_reorder');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  i inventory.item;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into i from inventory.item x where x.tenant_id = t and x.sku = plan #>> '{effect,sku}' for share;
  -- Every comparison is `is distinct from`, and every sentence a format(): what a plan leaves out is a difference, never a silence.
  o.detail := case
    when i.sku is null then 'the item no longer exists'
    when i.currency is distinct from plan #>> '{guards,currency}'
      then format('the currency of the price changed from %s to %s', plan #>> '{guards,currency}', coalesce(i.currency, 'not recorded'))
    when i.price_minor is distinct from (plan #>> '{guards,price_minor}')::bigint
      then format('the price changed from %s to %s', approval.money(plan #>> '{guards,price_minor}', plan #>> '{guards,currency}'),
        coalesce(approval.money(i.price_minor::text, i.currency), 'not recorded'))
    when i.supplier_id is distinct from plan #>> '{guards,supplier_id}'
      then format('the supplier changed from %s to %s', plan #>> '{guards,supplier_id}', coalesce(i.supplier_id, 'none'))
    when i.price_minor * (plan #>> '{effect,quantity}')::bigint is distinct from (plan ->> 'amount_minor')::bigint
      or i.currency is distinct from plan ->> 'currency'
      then 'the amount that was approved is not the price times the quantity'
    when not exists (select from inventory.warehouse w where w.tenant_id = t and w.id = plan #>> '{effect,warehouse_id}')
      then 'the warehouse no longer exists'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into inventory.effect (tenant_id, execution_id, tool) values (t, execution, 'create_reorder');
  insert into inventory.purchase_order
    (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, expected_on, ordered_by)
    values (t, (plan #>> '{effect,purchase_order_id}')::uuid, i.sku, i.supplier_id, plan #>> '{effect,warehouse_id}',
      (plan #>> '{effect,quantity}')::bigint, i.price_minor, i.currency,
      (clock_timestamp() at time zone 'utc')::date + i.lead_time_days, execution);
  return approval.conclude(execution, jsonb_build_object(
    'purchase_order_id', plan #>> '{effect,purchase_order_id}', 'purchase_order_state', 'open'));
end$$;
alter function inventory.create_reorder(uuid) owner to supercargo_inventory_owner;
