-- Clears an open flag, once: the undo of flag_order. Takes the request id and nothing else.
create or replace function orders.clear_flag(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'clear_flag');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  f orders.flag;
  said text;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into f from orders.flag x where x.tenant_id = t and x.id = (plan #>> '{effect,flag_id}')::uuid for update;
  said := format('%s %s %s %s', f.kind, f.severity, coalesce(f.shipment_number, '-'), coalesce(f.days_late::text, '-'));
  o.detail := case
    when f.state is distinct from plan #>> '{guards,flag_state}'
      then format('the state of the flag changed from %s to %s', plan #>> '{guards,flag_state}', coalesce(f.state, 'gone'))
    when f.state is distinct from 'open' then format('the flag is %s, and only an open one is cleared', coalesce(f.state, 'gone'))
    when said is distinct from plan #>> '{guards,said}'
      then format('what the flag says changed from %s to %s', plan #>> '{guards,said}', said)
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into orders.effect (tenant_id, execution_id, tool) values (t, execution, 'clear_flag');
  update orders.flag x set state = 'cleared', cleared_by = execution, cleared_at = clock_timestamp()
    where x.tenant_id = t and x.id = f.id;
  return approval.conclude(execution, jsonb_build_object('flag_id', f.id, 'flag_state', 'cleared'));
end$$;
alter function orders.clear_flag(uuid) owner to supercargo_orders_owner;
