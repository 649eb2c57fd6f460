-- Sends a shipment on by another route, once, and keeps what was before. Takes the request id and nothing else.
create or replace function logistics.reroute_shipment(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'reroute_shipment');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  s logistics.shipment;
  r logistics.route;
  here text;
  days bigint;
  price bigint;
  arrives date;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into s from logistics.shipment x where x.tenant_id = t and x.id = plan #>> '{effect,shipment_id}' for update;
  select * into r from logistics.route x where x.tenant_id = t and x.id = plan #>> '{effect,route_id}' for share;
  perform from logistics.route_leg x where x.tenant_id = t and x.route_id = r.id order by x.leg for share;
  select sum(x.transit_days), sum(x.cost_per_kg_minor) into days, price from logistics.route_leg x where x.tenant_id = t and x.route_id = r.id;
  here := coalesce(s.located_at, case s.state when 'planned' then s.origin end);
  -- Every comparison is `is distinct from`, and every sentence a format(): what a plan leaves out is a difference, never a silence.
  o.detail := case
    when s.id is null then 'the shipment no longer exists'
    when r.id is null then 'the route no longer exists'
    when s.state is distinct from plan #>> '{guards,shipment_state}'
      then format('the state of the shipment changed from %s to %s', plan #>> '{guards,shipment_state}', s.state)
    when s.state not in ('planned', 'in_transit', 'customs') then format('the shipment is %s, and only one under way is rerouted', s.state)
    when coalesce(here, 'none') is distinct from plan #>> '{guards,located_at}'
      then format('the place of the shipment changed from %s to %s', plan #>> '{guards,located_at}', coalesce(here, 'none'))
    when coalesce(s.destination, 'none') is distinct from plan #>> '{guards,destination}'
      then format('the destination changed from %s to %s', plan #>> '{guards,destination}', coalesce(s.destination, 'none'))
    when coalesce(s.route_id, 'none') is distinct from plan #>> '{guards,current_route}'
      then format('the route of the shipment changed from %s to %s', plan #>> '{guards,current_route}', coalesce(s.route_id, 'none'))
    when coalesce(s.carrier_id, 'none') is distinct from plan #>> '{guards,current_carrier}'
      then format('the carrier of the shipment changed from %s to %s', plan #>> '{guards,current_carrier}', coalesce(s.carrier_id, 'none'))
    when r.state is distinct from plan #>> '{guards,route_state}' or r.state <> 'active'
      then format('the route is %s now, and was %s', r.state, plan #>> '{guards,route_state}')
    when r.carrier_id is distinct from plan #>> '{guards,carrier}'
      then format('the carrier of the route changed from %s to %s', plan #>> '{guards,carrier}', r.carrier_id)
    when r.origin is distinct from here or r.destination is distinct from s.destination
      then format('the route leads from %s to %s now, and not from where the shipment is to where it goes', r.origin, r.destination)
    when days is distinct from (plan #>> '{guards,transit_days}')::bigint
      then format('the transit by the route changed from %s days to %s', plan #>> '{guards,transit_days}', days)
    when r.currency is distinct from plan #>> '{guards,currency}'
      then format('the currency of the price changed from %s to %s', plan #>> '{guards,currency}', r.currency)
    when price is distinct from (plan #>> '{guards,cost_per_kg_minor}')::bigint
      then format('the price of a kilogram changed from %s to %s', approval.money(plan #>> '{guards,cost_per_kg_minor}', r.currency),
        approval.money(price::text, r.currency))
    when s.weight_g is distinct from (plan #>> '{guards,weight_g}')::bigint
      then format('the weight changed from %s g to %s', plan #>> '{guards,weight_g}', coalesce(s.weight_g::text, 'not recorded'))
    when trunc((price::numeric * s.weight_g + 999) / 1000) is distinct from (plan ->> 'amount_minor')::numeric
      or r.currency is distinct from plan ->> 'currency'
      then 'the amount that was approved is not the price times the weight'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into logistics.effect (tenant_id, execution_id, tool) values (t, execution, 'reroute_shipment');
  arrives := (clock_timestamp() at time zone 'utc')::date + days::integer;
  insert into logistics.reroute (tenant_id, id, shipment_id, number, from_carrier_id, from_route_id, from_mode, from_eta_on, to_carrier_id,
      to_route_id, to_eta_on, located_at, extra_minor, currency, made_by)
    values (t, (plan #>> '{effect,reroute_id}')::uuid, s.id,
      1 + coalesce((select max(x.number) from logistics.reroute x where x.tenant_id = t and x.shipment_id = s.id), 0),
      s.carrier_id, s.route_id, s.mode, s.eta_on, r.carrier_id, r.id, arrives, here, (plan ->> 'amount_minor')::bigint, r.currency, execution);
  insert into logistics.shipment_event (tenant_id, id, shipment_id, kind, place, occurred_at, done_by)
    values (t, execution, s.id, 'rerouted', here, clock_timestamp(), execution);
  update logistics.shipment x set carrier_id = r.carrier_id, route_id = r.id, mode = r.mode, eta_on = arrives
    where x.tenant_id = t and x.id = s.id;
  perform logistics.tell_delay(s.id, execution);
  return approval.conclude(execution, jsonb_build_object('reroute_id', plan #>> '{effect,reroute_id}', 'shipment_id', s.id,
    'reroute_state', 'active'));
end$$;
alter function logistics.reroute_shipment(uuid) owner to supercargo_logistics_owner;
