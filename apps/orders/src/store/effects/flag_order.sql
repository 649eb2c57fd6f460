-- Raises a flag on an order, once. Takes the request id and nothing else: what is flagged is the stored plan.
create or replace function orders.flag_order(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'flag_order');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  about constant text := plan #>> '{effect,order}';
  what constant text := plan #>> '{effect,kind}';
  shipment constant text := plan #>> '{effect,shipment}';
  so orders.sales_order;
begin
  if o.refusal is not null then
    return o;
  end if;
  -- Whoever flags holds the order, so that two of the same kind do not pass each other.
  select * into so from orders.sales_order x where x.tenant_id = t and x.number = about for no key update;
  o.detail := case
    when so.number is null then 'the order no longer exists'
    when plan #>> '{guards,open_flag}' is distinct from 'none' then 'the plan does not say that no such flag is open'
    when exists (select from orders.flag f where f.tenant_id = t and f.order_number = about and f.state = 'open' and f.kind = what
        and coalesce(f.shipment_number, '') = coalesce(shipment, ''))
      then format('the open flag %s changed from none to one', what)
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into orders.effect (tenant_id, execution_id, tool) values (t, execution, 'flag_order');
  insert into orders.flag (tenant_id, id, order_number, kind, severity, note, shipment_number, raised_by)
    values (t, (plan #>> '{effect,flag_id}')::uuid, about, what, plan #>> '{effect,severity}', plan #>> '{effect,note}', shipment,
      execution);
  return approval.conclude(execution, jsonb_build_object('flag_id', plan #>> '{effect,flag_id}', 'flag_state', 'open'));
end$$;
alter function orders.flag_order(uuid) owner to supercargo_orders_owner;
