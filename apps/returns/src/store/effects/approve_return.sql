-- Approves a return, once, and hands its refund to payments. Takes the request id and nothing else: what is refunded is the amount of the
-- stored plan, which must be what the return policy gives back now.
create or replace function returns.approve_return(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'approve_return');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  r returns.rma;
  s returns.standing;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into r from returns.rma x where x.tenant_id = t and x.id = plan #>> '{effect,rma_id}' for update;
  -- After the lock, so that it is judged as it stands now.
  s := returns.standing_of(r.id);
  o.detail := coalesce(returns.not_decidable(r, s, plan, 'approved'), case
    when s.days is distinct from plan #>> '{guards,days}'
      then format('the days it is judged by changed from %s to %s', plan #>> '{guards,days}', coalesce(s.days, 'none'))
    when s.rules is distinct from plan #>> '{guards,policy}'
      then format('the return policy for it changed from %s to %s', plan #>> '{guards,policy}', coalesce(s.rules, 'none'))
    when s.refund_minor is distinct from (plan ->> 'amount_minor')::bigint or r.currency is distinct from plan ->> 'currency'
      then 'the amount that was approved is not what the return policy gives back'
  end);
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into returns.effect (tenant_id, execution_id, tool) values (t, execution, 'approve_return');
  update returns.rma x set state = 'approved', refund_minor = s.refund_minor, decided_at = clock_timestamp(), decided_by = execution
    where x.tenant_id = t and x.id = r.id;
  -- Nobody is asked to refund nothing.
  if s.refund_minor > 0 then
    perform events.publish('return.approved', r.id, execution, jsonb_build_object('return_id', r.id, 'order_number', r.order_number,
      'customer_id', r.customer_id, 'amount_minor', s.refund_minor::text, 'currency', r.currency));
  end if;
  return approval.conclude(execution, jsonb_build_object('rma_id', r.id, 'rma_state', 'approved'));
end$$;
alter function returns.approve_return(uuid) owner to supercargo_returns_owner;
