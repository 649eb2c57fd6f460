-- Sends money back to a customer, once, out of what that customer paid. Takes the request id and nothing else. One order of locks for
-- everybody: the request, the customer's payment, the budget.
create or replace function payments.issue_refund(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'issue_refund');
  execution constant uuid := gen_random_uuid();
  plan constant jsonb := o.plan;
  returned constant text := plan #>> '{effect,return_id}';
  c payments.customer_payment;
  full_cap policy.spending_refusal;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into c from payments.customer_payment y
    where y.tenant_id = t and y.id = plan #>> '{effect,customer_payment_id}' for update;
  -- Every comparison is `is distinct from`, and every sentence a format(): what a plan leaves out is a difference, never a silence.
  o.detail := case
    when c.id is null then 'the customer’s payment no longer exists'
    when c.currency is distinct from plan ->> 'currency' then 'the refund that was approved is in another currency than the payment'
    when c.customer_id is distinct from plan #>> '{effect,customer_id}' then 'the payment is not of the customer that was approved'
    when c.order_number is distinct from plan #>> '{effect,order_number}' then 'the payment is not for the order that was approved'
    when ((plan ->> 'amount_minor')::bigint > 0) is not true then 'a refund has an amount above zero'
    when c.amount_minor - c.refunded_minor < (plan ->> 'amount_minor')::bigint
      or plan #>> '{guards,refundable_at_least}' is distinct from plan ->> 'amount_minor'
      then format('of the payment %s went back already, and with this refund it would be more than was paid',
        payments.money(c.refunded_minor::text, c.currency))
    when returned is not null and exists (select from payments.refund r
        where r.tenant_id = t and r.return_id = returned and r.state <> 'failed')
      then format('the return %s was refunded already', returned)
    when approval.had_a_say(p_request, events.told_by('return.approved', returned))
      then 'somebody who asked for the return’s approval, or gave it, approved its refund as well'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  -- Refunds have no cost centre of a bill: all of them are one.
  full_cap := policy.reserve_spending(execution, plan ->> 'requester', plan ->> 'agent', c.customer_id, 'refunds', c.currency,
    (plan ->> 'amount_minor')::bigint);
  if full_cap.refusal is not null then
    return approval.invalidate(p_request, full_cap.words);
  end if;
  o := approval.dispatch(p_request, execution, 300);
  if o.refusal is not null then
    perform policy.return_spending(execution);
    return o;
  end if;
  insert into payments.effect (tenant_id, execution_id, tool) values (t, execution, 'issue_refund');
  insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, return_id, execution_id)
    values (t, plan #>> '{effect,refund_id}', c.id, c.customer_id, (plan ->> 'amount_minor')::bigint, c.currency, returned, execution);
  return o;
end$$;
alter function payments.issue_refund(uuid) owner to supercargo_payments_owner;
