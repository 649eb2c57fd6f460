-- Voids the label of a return whose goods are not back yet, once: the undo of issue_label. Takes the request id and nothing else.
create or replace function returns.void_label(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'void_label');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  r returns.rma;
  l returns.label;
begin
  if o.refusal is not null then
    return o;
  end if;
  -- The return first, then its label, as issuing takes them.
  select * into r from returns.rma x where x.tenant_id = t and x.id = plan #>> '{effect,rma_id}' for update;
  select * into l from returns.label x
    where x.tenant_id = t and x.id = (plan #>> '{effect,label_id}')::uuid and x.rma_id = r.id for update;
  o.detail := case
    when r.state is distinct from plan #>> '{guards,rma_state}'
      then format('the state of the return changed from %s to %s', plan #>> '{guards,rma_state}', coalesce(r.state, 'gone'))
    when r.state is distinct from 'label_issued'
      then format('the return is %s, and only while its goods are not back its label is voided', coalesce(r.state, 'gone'))
    when l.state is distinct from plan #>> '{guards,label_state}'
      then format('the state of the label changed from %s to %s', plan #>> '{guards,label_state}', coalesce(l.state, 'gone'))
    when l.state is distinct from 'issued' then format('the label is %s, and only an issued one is voided', coalesce(l.state, 'gone'))
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into returns.effect (tenant_id, execution_id, tool) values (t, execution, 'void_label');
  update returns.label x set state = 'voided', voided_at = clock_timestamp(), voided_by = execution where x.tenant_id = t and x.id = l.id;
  update returns.rma x set state = 'approved' where x.tenant_id = t and x.id = r.id;
  return approval.conclude(execution, jsonb_build_object('rma_id', r.id, 'rma_state', 'approved', 'label_id', l.id));
end$$;
alter function returns.void_label(uuid) owner to supercargo_returns_owner;
