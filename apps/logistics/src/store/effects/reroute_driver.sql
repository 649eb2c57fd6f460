-- Sends a driver to work in another region, once. What is assigned to them stays so. Takes the request id and nothing else.
create or replace function logistics.reroute_driver(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'reroute_driver');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  d logistics.driver;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into d from logistics.driver x where x.tenant_id = t and x.id = plan #>> '{effect,driver_id}' for update;
  o.detail := case
    when d.id is null then 'the driver no longer exists'
    when d.region_id is distinct from plan #>> '{guards,region}'
      then format('the region of the driver changed from %s to %s', plan #>> '{guards,region}', d.region_id)
    when not d.active or plan #>> '{guards,driver}' is distinct from 'active'
      then format('the driver is %s now, and was %s', case when d.active then 'active' else 'off duty' end, plan #>> '{guards,driver}')
    when d.region_id is not distinct from plan #>> '{effect,region_id}' then 'the driver works in this region already'
    when not exists (select from logistics.region r where r.tenant_id = t and r.id = plan #>> '{effect,region_id}')
      then 'the region no longer exists'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into logistics.effect (tenant_id, execution_id, tool) values (t, execution, 'reroute_driver');
  update logistics.driver x set region_id = plan #>> '{effect,region_id}' where x.tenant_id = t and x.id = d.id;
  return approval.conclude(execution, jsonb_build_object('driver_id', d.id, 'region_id', plan #>> '{effect,region_id}',
    'region_before', d.region_id));
end$$;
alter function logistics.reroute_driver(uuid) owner to supercargo_logistics_owner;
