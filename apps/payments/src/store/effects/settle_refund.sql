-- What the rail said of a refund. Failed means that nothing left: it is given back to the budget, and to what may be refunded, by the
-- refund's trigger.
create or replace function payments.settle_refund(p_execution uuid, p_fence bigint, p_outcome text, p_words text)
returns approval.opening language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  refund_id constant text := (select r.id from payments.refund r where r.tenant_id = t and r.execution_id = p_execution);
  o constant approval.opening := approval.conclude_remote(p_execution, p_fence, p_outcome, jsonb_build_object('refund_id', refund_id,
    case p_outcome when 'executed' then 'reference' else 'reason' end, p_words));
begin
  if o.refusal is not null then
    return o;
  end if;
  update payments.refund r set (state, settled_at, rail_reference, why) = (select * from payments.settlement(p_outcome, p_words))
    where r.tenant_id = t and r.execution_id = p_execution;
  if not found then
    raise exception 'an execution of another tool is not settled here' using errcode = '42501';
  end if;
  if p_outcome = 'failed' then
    perform policy.return_spending(p_execution);
  end if;
  return o;
end$$;
alter function payments.settle_refund(uuid, bigint, text, text) owner to supercargo_payments_owner;
