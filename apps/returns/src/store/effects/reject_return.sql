-- Rejects a requested return, once, with the reason that was given for it. Takes the request id and nothing else.
create or replace function returns.reject_return(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'reject_return');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  r returns.rma;
  s returns.standing;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into r from returns.rma x where x.tenant_id = t and x.id = plan #>> '{effect,rma_id}' for update;
  s := returns.standing_of(r.id);
  o.detail := coalesce(returns.not_decidable(r, s, plan, 'rejected'), case
    when s.value_minor is distinct from (plan ->> 'amount_minor')::bigint or r.currency is distinct from plan ->> 'currency'
      then 'the amount that was judged is not what the return is worth'
    when (length(plan #>> '{effect,reason}') between 1 and 500) is not true then 'no reason is given for the customer'
  end);
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into returns.effect (tenant_id, execution_id, tool) values (t, execution, 'reject_return');
  update returns.rma x set state = 'rejected', rejected_because = plan #>> '{effect,reason}', decided_at = clock_timestamp(),
      decided_by = execution
    where x.tenant_id = t and x.id = r.id;
  return approval.conclude(execution, jsonb_build_object('rma_id', r.id, 'rma_state', 'rejected'));
end$$;
alter function returns.reject_return(uuid) owner to supercargo_returns_owner;
