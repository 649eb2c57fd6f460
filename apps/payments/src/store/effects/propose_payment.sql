-- Proposes the payment of an open invoice, once, of its whole amount to its payee. Takes the request id and nothing else. No money moves:
-- that it was proposed is published, and the release is asked for by whoever hears it.
create or replace function payments.propose_payment(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'propose_payment');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  i payments.invoice;
  account text;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into i from payments.invoice x where x.tenant_id = t and x.id = plan #>> '{effect,invoice_id}' for no key update;
  select coalesce(p.account_hash, 'not recorded') into account from payments.payee p
    where p.tenant_id = t and p.id = i.payee_id for share;
  o.detail := case
    when i.state is distinct from plan #>> '{guards,invoice_state}'
      then format('the state of the invoice changed from %s to %s', plan #>> '{guards,invoice_state}', coalesce(i.state, 'gone'))
    when i.state is distinct from 'open' then format('the invoice is %s, and only an open one is proposed', coalesce(i.state, 'gone'))
    when account is distinct from plan #>> '{guards,payee_account}' then 'the bank details of the payee changed since it was asked'
    when exists (select from payments.hold h where h.tenant_id = t and h.invoice_id = i.id and h.state = 'open') then 'the invoice is held'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into payments.effect (tenant_id, execution_id, tool) values (t, execution, 'propose_payment');
  insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency, cost_centre_id, proposer, proposed_by)
    values (t, plan #>> '{effect,payment_id}', i.id, i.payee_id, i.amount_minor, i.currency, i.cost_centre_id, plan ->> 'requester',
      execution);
  perform events.publish('payment.proposed', plan #>> '{effect,payment_id}', execution,
    jsonb_build_object('payment_id', plan #>> '{effect,payment_id}'));
  return approval.conclude(execution, jsonb_build_object(
    'payment_id', plan #>> '{effect,payment_id}', 'invoice_id', i.id, 'payment_state', 'proposed'));
end$$;
alter function payments.propose_payment(uuid) owner to supercargo_payments_owner;
