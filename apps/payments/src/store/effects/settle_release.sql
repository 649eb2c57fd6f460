-- What the rail said of a release. Failed means that nothing left: what was reserved is given back. What is unknown is not settled, and
-- stays spent.
create or replace function payments.settle_release(p_execution uuid, p_fence bigint, p_outcome text, p_words text)
returns approval.opening language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  payment_id constant text := (select p.id from payments.payment p where p.tenant_id = t and p.execution_id = p_execution);
  o constant approval.opening := approval.conclude_remote(p_execution, p_fence, p_outcome, jsonb_build_object('payment_id', payment_id,
    case p_outcome when 'executed' then 'reference' else 'reason' end, p_words));
begin
  if o.refusal is not null then
    return o;
  end if;
  update payments.payment p set (state, settled_at, rail_reference, why) = (select * from payments.settlement(p_outcome, p_words))
    where p.tenant_id = t and p.execution_id = p_execution;
  if not found then
    raise exception 'an execution of another tool is not settled here' using errcode = '42501';
  end if;
  if p_outcome = 'failed' then
    perform policy.return_spending(p_execution);
  end if;
  return o;
end$$;
alter function payments.settle_release(uuid, bigint, text, text) owner to supercargo_payments_owner;
