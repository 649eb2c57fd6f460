-- Restores the route that a shipment had before it was rerouted, once: the undo of reroute_shipment. Takes the request id and nothing else.
create or replace function logistics.cancel_reroute(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'cancel_reroute');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  r logistics.reroute;
  s logistics.shipment;
  here text;
begin
  if o.refusal is not null then
    return o;
  end if;
  -- The shipment first, as whoever reroutes it does.
  select * into s from logistics.shipment x where x.tenant_id = t and x.id = (
    select y.shipment_id from logistics.reroute y where y.tenant_id = t and y.id = (plan #>> '{effect,reroute_id}')::uuid) for update;
  select * into r from logistics.reroute x where x.tenant_id = t and x.id = (plan #>> '{effect,reroute_id}')::uuid for update;
  here := coalesce(s.located_at, case s.state when 'planned' then s.origin end);
  o.detail := case
    when r.id is null then 'the reroute no longer exists'
    when r.state is distinct from plan #>> '{guards,reroute_state}' or r.state <> 'active'
      then format('the state of the reroute changed from %s to %s', plan #>> '{guards,reroute_state}', r.state)
    when s.state is distinct from plan #>> '{guards,shipment_state}'
      then format('the state of the shipment changed from %s to %s', plan #>> '{guards,shipment_state}', s.state)
    when s.state not in ('planned', 'in_transit', 'customs') then format('the shipment is %s, and nothing of it is taken back', s.state)
    when coalesce(here, 'none') is distinct from plan #>> '{guards,located_at}' or here is distinct from r.located_at
      then format('the place of the shipment changed from %s to %s', plan #>> '{guards,located_at}', coalesce(here, 'none'))
    when exists (select from logistics.reroute x
      where x.tenant_id = t and x.shipment_id = r.shipment_id and x.number > r.number and x.state = 'active')
      then 'the shipment was rerouted again after it'
    when coalesce(s.route_id, 'none') is distinct from plan #>> '{guards,current_route}' or s.route_id is distinct from r.to_route_id
      then format('the route of the shipment changed from %s to %s', plan #>> '{guards,current_route}', coalesce(s.route_id, 'none'))
    -- What a file corrected since would be overwritten with what was before the reroute.
    when coalesce(s.carrier_id, 'none') is distinct from plan #>> '{guards,current_carrier}'
      then format('the carrier of the shipment changed from %s to %s', plan #>> '{guards,current_carrier}', coalesce(s.carrier_id, 'none'))
    when coalesce(s.mode, 'none') is distinct from plan #>> '{guards,current_mode}'
      then format('the mode of the shipment changed from %s to %s', plan #>> '{guards,current_mode}', coalesce(s.mode, 'none'))
    when coalesce(to_char(s.eta_on, 'YYYY-MM-DD'), 'none') is distinct from plan #>> '{guards,current_eta}'
      then format('the expected day of the shipment changed from %s to %s', plan #>> '{guards,current_eta}',
        coalesce(to_char(s.eta_on, 'YYYY-MM-DD'), 'none'))
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into logistics.effect (tenant_id, execution_id, tool) values (t, execution, 'cancel_reroute');
  update logistics.reroute x set state = 'cancelled', cancelled_by = execution where x.tenant_id = t and x.id = r.id;
  insert into logistics.shipment_event (tenant_id, id, shipment_id, kind, place, occurred_at, done_by)
    values (t, execution, s.id, 'reroute_cancelled', here, clock_timestamp(), execution);
  update logistics.shipment x set carrier_id = r.from_carrier_id, route_id = r.from_route_id, mode = r.from_mode, eta_on = r.from_eta_on
    where x.tenant_id = t and x.id = s.id;
  perform logistics.tell_delay(s.id, execution);
  return approval.conclude(execution, jsonb_build_object('reroute_id', r.id, 'shipment_id', s.id, 'reroute_state', 'cancelled'));
end$$;
alter function logistics.cancel_reroute(uuid) owner to supercargo_logistics_owner;
