-- Nobody knows what the rail did: the ledger has it asked again later, and the payment or the refund says so until it is settled.
create or replace function payments.mark_unknown(p_execution uuid, p_fence bigint, p_reason text)
returns approval.answer language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  a constant approval.answer := approval.mark_unknown(p_execution, p_fence, p_reason);
begin
  if a.refusal is null then
    update payments.payment p set state = 'unknown', why = left(p_reason, 300)
      where p.tenant_id = t and p.execution_id = p_execution and (p.state, p.why) is distinct from ('unknown', left(p_reason, 300));
    update payments.refund r set state = 'unknown', why = left(p_reason, 300)
      where r.tenant_id = t and r.execution_id = p_execution and (r.state, r.why) is distinct from ('unknown', left(p_reason, 300));
  end if;
  return a;
end$$;
alter function payments.mark_unknown(uuid, bigint, text) owner to supercargo_payments_owner;
