-- Gives a shipment a driver, another driver, or none, once. Takes the request id and nothing else.
create or replace function logistics.assign_driver(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'assign_driver');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  wanted constant text := plan #>> '{effect,driver_id}';
  s logistics.shipment;
  a logistics.assignment;
  d logistics.driver;
begin
  if o.refusal is not null then
    return o;
  end if;
  -- Whoever assigns holds the shipment, so that two do not both find it without a driver.
  select * into s from logistics.shipment x where x.tenant_id = t and x.id = plan #>> '{effect,shipment_id}' for update;
  select * into a from logistics.assignment x where x.tenant_id = t and x.shipment_id = s.id and x.ended_at is null for update;
  select * into d from logistics.driver x where x.tenant_id = t and x.id = wanted for share;
  o.detail := case
    when s.id is null then 'the shipment no longer exists'
    when s.state is distinct from plan #>> '{guards,shipment_state}'
      then format('the state of the shipment changed from %s to %s', plan #>> '{guards,shipment_state}', s.state)
    when s.state not in ('planned', 'in_transit', 'customs') then format('the shipment is %s, and nobody has to bring it', s.state)
    when coalesce(a.driver_id, 'none') is distinct from plan #>> '{guards,current_driver}'
      then format('the driver of the shipment changed from %s to %s', plan #>> '{guards,current_driver}', coalesce(a.driver_id, 'none'))
    when wanted is distinct from 'none' and d.id is null then 'the driver no longer exists'
    when case when wanted = 'none' then 'none' when d.active then 'active' else 'off duty' end is distinct from plan #>> '{guards,driver}'
      or (wanted <> 'none' and not d.active)
      then format('the driver is %s now, and was %s', case when d.active then 'active' else 'off duty' end, plan #>> '{guards,driver}')
    when wanted is not distinct from coalesce(a.driver_id, 'none') then 'the shipment has this driver already'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into logistics.effect (tenant_id, execution_id, tool) values (t, execution, 'assign_driver');
  update logistics.assignment x set ended_at = clock_timestamp(), ended_by = execution where x.tenant_id = t and x.id = a.id;
  if wanted <> 'none' then
    insert into logistics.assignment (tenant_id, id, shipment_id, driver_id, assigned_by) values (t, execution, s.id, d.id, execution);
  end if;
  return approval.conclude(execution, jsonb_build_object('shipment_id', s.id, 'driver_id', wanted,
    'driver_before', coalesce(a.driver_id, 'none')));
end$$;
alter function logistics.assign_driver(uuid) owner to supercargo_logistics_owner;
