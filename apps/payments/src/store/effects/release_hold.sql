-- Releases one hold of an invoice by the approval of people, once. Takes the request id and nothing else.
create or replace function payments.release_hold(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'release_hold');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  h payments.hold;
begin
  if o.refusal is not null then
    return o;
  end if;
  -- The invoice first, as everybody who places or releases a hold.
  perform from payments.invoice i where i.tenant_id = t and i.id = plan #>> '{effect,invoice_id}' for no key update;
  select * into h from payments.hold x
    where x.tenant_id = t and x.id = (plan #>> '{effect,hold_id}')::uuid and x.invoice_id = plan #>> '{effect,invoice_id}' for update;
  o.detail := case
    when h.state is distinct from plan #>> '{guards,hold_state}'
      then format('the state of the hold changed from %s to %s', plan #>> '{guards,hold_state}', coalesce(h.state, 'gone'))
    when h.state is distinct from 'open' then format('the hold is %s already', coalesce(h.state, 'gone'))
    when h.kind is distinct from plan #>> '{effect,kind}' then 'the hold is of another kind'
    when h.why is distinct from plan #>> '{guards,hold_why}'
      then format('what holds the invoice changed from “%s” to “%s”', plan #>> '{guards,hold_why}', h.why)
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into payments.effect (tenant_id, execution_id, tool) values (t, execution, 'release_hold');
  update payments.hold x set state = 'released', released_at = clock_timestamp(), released_by = execution
    where x.tenant_id = t and x.id = h.id;
  return approval.conclude(execution, jsonb_build_object('invoice_id', h.invoice_id, 'kind', h.kind, 'hold_id', h.id));
end$$;
alter function payments.release_hold(uuid) owner to supercargo_payments_owner;
