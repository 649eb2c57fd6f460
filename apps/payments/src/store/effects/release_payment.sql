-- The account that a proposed payment goes to, for the plan of its release. No login reads accounts otherwise; the plan that two people
-- approve is held to it below.
create or replace function payments.account_to_pay(p_payment text) returns text
language sql stable security definer set search_path = '' as $$
  select x.account from payments.payment p join payments.payee x on x.tenant_id = p.tenant_id and x.id = p.payee_id
  where p.tenant_id = (select app.tenant()) and p.id = p_payment and p.state = 'proposed'
$$;
alter function payments.account_to_pay(text) owner to supercargo_payments_owner;

-- How order, receipts and invoice match, as a guard: the kinds of what differs, whoever accepted it.
create or replace function payments.match_of(p_invoice text) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  return (select coalesce(string_agg(m.kind, ', ' order by m.kind), 'agree')
    from payments.invoice i, lateral payments.mismatches(i) m
    where i.tenant_id = app.tenant() and i.id = p_invoice);
end$$;
alter function payments.match_of(text) owner to supercargo_payments_owner;

-- What else is about to leave to a payee, beside what was released: payments that were proposed within a day.
create or replace function payments.proposed_within_a_day(p_payment payments.payment) returns bigint[]
language sql volatile set search_path = '' as $$
  select coalesce(array_agg(x.amount_minor), '{}') from payments.payment x
  where x.tenant_id = p_payment.tenant_id and x.payee_id = p_payment.payee_id and x.currency = p_payment.currency
    and x.state = 'proposed' and x.id <> p_payment.id and x.proposed_at > clock_timestamp() - interval '24 hours'
$$;
alter function payments.proposed_within_a_day(payments.payment) owner to supercargo_payments_owner;

-- Why a payment may not be released whatever is left of the budget, or null. Expects payment, invoice and payee to be held.
create or replace function payments.not_releasable(p_payment payments.payment, p_invoice payments.invoice, p_payee payments.payee, plan jsonb)
returns text language plpgsql volatile set search_path = '' as $$
begin
  -- Every comparison is `is distinct from`, and every sentence a format(): what a plan leaves out is a difference, never a silence.
  return case
    when p_payment.id is null then 'the payment no longer exists'
    when p_payment.state is distinct from plan #>> '{guards,payment_state}'
      then format('the state of the payment changed from %s to %s', plan #>> '{guards,payment_state}', p_payment.state)
    when p_payment.state <> 'proposed' then format('the payment is %s, and only a proposed one is released', p_payment.state)
    when (p_payment.amount_minor::text, p_payment.currency) is distinct from (plan ->> 'amount_minor', plan ->> 'currency')
      then 'the amount that was approved is not that of the payment'
    when p_payee.account_hash is distinct from plan #>> '{guards,account_hash}' or p_payee.account is distinct from plan #>> '{effect,account}'
      then 'the account of the payee changed after it was approved'
    when (p_payment.payee_id, p_payment.invoice_id, normalize(p_payee.name)) is distinct from
        (plan #>> '{effect,payee_id}', plan #>> '{effect,invoice_id}', plan #>> '{effect,payee_name}')
      then 'the payment is not to the payee, or not of the invoice, that was approved'
    when not p_payee.allowed then 'the payee is no longer on the list of those who may be paid'
    when p_payee.verified_at is null then 'the account of the payee is not verified'
    when payments.cooling_off_until(p_payee) is not null
      then format('the account of the payee is new: nothing is released to it before %s',
        to_char(payments.cooling_off_until(p_payee) at time zone 'utc', 'YYYY-MM-DD HH24:MI "UTC"'))
    when p_invoice.state is distinct from plan #>> '{guards,invoice_state}'
      then format('the state of the invoice changed from %s to %s', plan #>> '{guards,invoice_state}', p_invoice.state)
    when exists (select from payments.hold h
        where h.tenant_id = p_payment.tenant_id and h.invoice_id = p_payment.invoice_id and h.state = 'open')
      then 'the invoice is held: ' || (select string_agg(replace(h.kind, '_', ' '), ', ' order by h.kind) from payments.hold h
        where h.tenant_id = p_payment.tenant_id and h.invoice_id = p_payment.invoice_id and h.state = 'open')
    -- Whatever a trigger missed: nothing leaves of a bill that differs or came before, unless people saw exactly that and released it.
    when exists (select from payments.mismatches(p_invoice) m where not exists (
        select from payments.hold h where h.tenant_id = p_payment.tenant_id and h.invoice_id = p_payment.invoice_id and h.kind = m.kind
          and h.why = m.why and h.released_by is not null))
      then 'the invoice does not match its order and receipts, and nobody released that'
    when p_invoice.duplicate_of is not null and not exists (
        select from payments.hold h where h.tenant_id = p_payment.tenant_id and h.invoice_id = p_payment.invoice_id
          and h.kind = 'duplicate' and h.released_by is not null)
      then format('the invoice came before, as %s, and nobody released that', p_invoice.duplicate_of)
    when payments.match_of(p_payment.invoice_id) is distinct from plan #>> '{guards,match}'
      then format('how order, receipts and invoice match changed from %s to %s', plan #>> '{guards,match}',
        payments.match_of(p_payment.invoice_id))
  end;
end$$;
alter function payments.not_releasable(payments.payment, payments.invoice, payments.payee, jsonb) owner to supercargo_payments_owner;

-- Releases a proposed payment to the rail, once. Takes the request id and nothing else. One order of locks for everybody: the request,
-- the payment with its invoice and payee, the budget. What was reserved is given back where the approval turns out not to hold.
create or replace function payments.release_payment(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'release_payment');
  execution constant uuid := gen_random_uuid();
  plan constant jsonb := o.plan;
  p payments.payment;
  i payments.invoice;
  x payments.payee;
  full_cap policy.spending_refusal;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into p from payments.payment y where y.tenant_id = t and y.id = plan #>> '{effect,payment_id}' for update;
  -- Whoever places a hold locks the invoice, and whoever changes an account the payee.
  select * into i from payments.invoice y where y.tenant_id = t and y.id = p.invoice_id for no key update;
  select * into x from payments.payee y where y.tenant_id = t and y.id = p.payee_id for share;
  o.detail := case when approval.had_a_say(p_request, p.proposed_by)
    then 'somebody who proposed the payment, or approved that, approved its release as well'
    else payments.not_releasable(p, i, x, plan) end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  full_cap := policy.reserve_spending(execution, plan ->> 'requester', plan ->> 'agent', p.payee_id, p.cost_centre_id, p.currency,
    p.amount_minor);
  if full_cap.refusal is not null then
    return approval.invalidate(p_request, full_cap.words);
  end if;
  -- Under the budget's lock, so that two parts cannot leave without seeing each other.
  if policy.looks_split('payments', 'release_payment', execution, plan ->> 'requester', plan ->> 'agent', p.payee_id, p.cost_centre_id,
      p.currency, p.amount_minor, payments.proposed_within_a_day(p)) then
    perform policy.return_spending(execution);
    return approval.invalidate(p_request, 'this and other payments to the payee within 24 hours are each within a limit for a single'
      || ' one and together above it: it looks like one payment in parts');
  end if;
  o := approval.dispatch(p_request, execution, 300);
  if o.refusal is not null then
    perform policy.return_spending(execution);
    return o;
  end if;
  insert into payments.effect (tenant_id, execution_id, tool) values (t, execution, 'release_payment');
  update payments.payment y set state = 'releasing', execution_id = execution where y.tenant_id = t and y.id = p.id;
  return o;
end$$;
alter function payments.release_payment(uuid) owner to supercargo_payments_owner;
