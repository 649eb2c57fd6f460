-- Issues the label of an approved return at the carrier's price, once. Takes the request id and nothing else.
create or replace function returns.issue_label(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'issue_label');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  r returns.rma;
  c returns.carrier;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into r from returns.rma x where x.tenant_id = t and x.id = plan #>> '{effect,rma_id}' for update;
  select * into c from returns.carrier x where x.tenant_id = t and x.id = plan #>> '{effect,carrier_id}' for share;
  o.detail := case
    when r.state is distinct from plan #>> '{guards,rma_state}'
      then format('the state of the return changed from %s to %s', plan #>> '{guards,rma_state}', coalesce(r.state, 'gone'))
    when r.state is distinct from 'approved' then format('the return is %s, and only an approved one gets a label', coalesce(r.state, 'gone'))
    when c.id is null then 'the carrier no longer exists'
    when format('%s %s', c.label_minor, c.currency) is distinct from plan #>> '{guards,label_price}'
      then format('the price of a label changed from %s to %s (minor units)', plan #>> '{guards,label_price}',
        format('%s %s', c.label_minor, c.currency))
    when c.label_minor is distinct from (plan ->> 'amount_minor')::bigint or c.currency is distinct from plan ->> 'currency'
      then 'the amount that was approved is not the price of a label'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into returns.effect (tenant_id, execution_id, tool) values (t, execution, 'issue_label');
  insert into returns.label (tenant_id, id, rma_id, customer_id, carrier_id, cost_minor, currency, issued_by)
    values (t, (plan #>> '{effect,label_id}')::uuid, r.id, r.customer_id, c.id, c.label_minor, c.currency, execution);
  update returns.rma x set state = 'label_issued' where x.tenant_id = t and x.id = r.id;
  return approval.conclude(execution, jsonb_build_object('rma_id', r.id, 'rma_state', 'label_issued',
    'label_id', plan #>> '{effect,label_id}'));
end$$;
alter function returns.issue_label(uuid) owner to supercargo_returns_owner;
