-- Who and what an amount is counted for: one holder in each dimension. No agent, or no cost centre, is a holder like any other.
create or replace function policy.spending_holders(p_requester text, p_agent text, p_payee text, p_cost_centre text)
returns table (dimension text, holder text) language sql stable set search_path = '' as $$
  values ('tenant', app.tenant()), ('requester', p_requester), ('agent', coalesce(p_agent, '')), ('payee', p_payee),
    ('cost_centre', coalesce(p_cost_centre, ''))
$$;
alter function policy.spending_holders(text, text, text, text) owner to supercargo_policy_owner;

-- Each window of each dimension as it stands: its cap by the live policy, null where it has none, and what is spent. Sums of hours, the
-- oldest counted whole: a day reaches back less than 25 hours, a week less than 169, and neither ever holds more than its cap.
create or replace function policy.spending_windows(p_requester text, p_agent text, p_payee text, p_cost_centre text, p_currency text)
returns table (dimension text, holder text, span text, reach interval, cap bigint, spent numeric)
language sql volatile set search_path = '' as $$
  select h.dimension, h.holder, w.span, w.reach,
    (select c.cap from policy.spending_cap c
       join policy.live l on l.tenant_id = c.tenant_id and l.version = c.version
       where c.tenant_id = (select app.tenant()) and c.dimension = h.dimension and c.holder in (h.holder, '*') and c.span = w.span
         and c.currency = p_currency
       -- A cap of the holder's own goes before that of everybody.
       order by (c.holder = h.holder) desc limit 1),
    (select coalesce(sum(s.spent), 0) from policy.spent_hour s
       where s.tenant_id = (select app.tenant()) and s.dimension = h.dimension and s.holder = h.holder and s.currency = p_currency
         and s.hour > clock_timestamp() - w.reach)
  from policy.spending_holders(p_requester, p_agent, p_payee, p_cost_centre) h
  cross join (values ('transaction', interval '0 hours'), ('day', interval '25 hours'), ('week', interval '169 hours')) as w (span, reach)
$$;
alter function policy.spending_windows(text, text, text, text, text) owner to supercargo_policy_owner;

-- Since when a window has this much room, if nothing more is spent meanwhile: once the hours that are in the way have left it.
create or replace function policy.room_at(p_dimension text, p_holder text, p_currency text, p_reach interval, p_room bigint)
returns timestamptz language sql volatile set search_path = '' as $$
  select min(h.hour) + p_reach
  from (select s.hour, sum(s.spent) over (order by s.hour desc) - s.spent as newer
        from policy.spent_hour s
        where s.tenant_id = (select app.tenant()) and s.dimension = p_dimension and s.holder = p_holder and s.currency = p_currency
          and s.hour > clock_timestamp() - p_reach) h
  where h.newer <= p_room
$$;
alter function policy.room_at(text, text, text, interval, bigint) owner to supercargo_policy_owner;

-- Why this amount may not leave now, or null. A window without a cap, and so a currency without caps, refuses. Words name the cap and no
-- number: whoever reads why a request ended may be somebody who is not told the caps.
create or replace function policy.spending_refused(
  p_requester text, p_agent text, p_payee text, p_cost_centre text, p_currency text, p_amount bigint
) returns policy.spending_refusal language plpgsql volatile security definer set search_path = '' as $$
declare
  r policy.spending_refusal;
begin
  select x.refusal, x.dimension, x.span, x.room_at,
    case x.refusal
      when 'no_cap' then format('no cap for %s %s is set in %s, so nothing may leave', x.of_span, x.of_holder, p_currency)
      when 'above_cap' then format('the amount is above the cap for %s %s', x.of_span, x.of_holder)
      else format('the cap for %s %s is used up: there is room for this amount from %s', x.of_span, x.of_holder,
        to_char(x.room_at at time zone 'utc', 'YYYY-MM-DD HH24:MI "UTC"'))
    end into r
  from (
    select w.dimension, w.span,
      case when w.cap is null then 'no_cap' when w.cap < p_amount then 'above_cap' else 'used_up' end as refusal,
      case when w.cap >= p_amount then policy.room_at(w.dimension, w.holder, p_currency, w.reach, w.cap - p_amount) end as room_at,
      case w.span when 'transaction' then 'a single payment' when 'day' then 'a day' else 'a week' end as of_span,
      case w.dimension when 'tenant' then 'of the company' when 'requester' then 'by the person who asks' when 'agent' then 'by this agent'
        when 'payee' then 'to this payee' else 'of this cost centre' end as of_holder
    from policy.spending_windows(p_requester, p_agent, p_payee, p_cost_centre, p_currency) w
    where w.cap is null or p_amount is null or w.spent + p_amount > w.cap
  ) x
  -- The one that binds longest: no cap, then more than a cap, then the cap that has room last.
  order by array_position(array['no_cap', 'above_cap', 'used_up'], x.refusal), x.room_at desc,
    array_position(array['transaction', 'day', 'week'], x.span),
    array_position(array['tenant', 'requester', 'agent', 'payee', 'cost_centre'], x.dimension)
  limit 1;
  return r;
end$$;
alter function policy.spending_refused(text, text, text, text, text, bigint) owner to supercargo_policy_owner;

-- Adds to the hour totals of every dimension, or takes away again. The caller holds the tenant's budget row.
create or replace function policy.count_spending(p_spending policy.spending, p_minor bigint) returns void
language sql volatile set search_path = '' as $$
  insert into policy.spent_hour as s (tenant_id, dimension, holder, currency, hour, spent)
    select p_spending.tenant_id, h.dimension, h.holder, p_spending.currency, p_spending.hour, p_minor
    from policy.spending_holders(p_spending.requester, p_spending.agent, p_spending.payee, p_spending.cost_centre) h
    on conflict (tenant_id, dimension, holder, currency, hour) do update set spent = s.spent + excluded.spent
$$;
alter function policy.count_spending(policy.spending, bigint) owner to supercargo_policy_owner;

-- The one way to spend: first the tenant's budget row is updated, so that others wait, and then a new statement sums what is spent by
-- now. At a higher level that statement would see the sums of before, and 30 to 59 of 100 passed where there was room for 10 (controls 4).
-- Null where it fits and is counted, or why it may not leave.
create or replace function policy.reserve_spending(
  p_execution uuid, p_requester text, p_agent text, p_payee text, p_cost_centre text, p_currency text, p_amount bigint
) returns policy.spending_refusal language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  r policy.spending_refusal;
  s policy.spending;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'spending is reserved at READ COMMITTED only' using errcode = '25001';
  end if;
  if p_execution is null or p_requester is null or p_payee is null or p_currency is null or coalesce(p_amount, 0) <= 0 then
    raise exception 'spending has an execution, a requester, a payee, a currency and an amount above zero' using errcode = '22023';
  end if;
  insert into policy.spending_account (tenant_id) values (t) on conflict do nothing;
  update policy.spending_account a set reservations = a.reservations + 1 where a.tenant_id = t;
  r := policy.spending_refused(p_requester, p_agent, p_payee, p_cost_centre, p_currency, p_amount);
  if r.refusal is not null then
    return r;
  end if;
  insert into policy.spending (tenant_id, execution_id, currency, amount_minor, requester, agent, payee, cost_centre, hour)
    values (t, p_execution, p_currency, p_amount, p_requester, p_agent, p_payee, p_cost_centre,
      date_trunc('hour', clock_timestamp(), 'UTC'))
    returning * into s;
  perform policy.count_spending(s, p_amount);
  return null;
end$$;
alter function policy.reserve_spending(uuid, text, text, text, text, text, bigint) owner to supercargo_policy_owner;

-- Gives back what an execution took, once, in the hour in which it was taken: where nothing left after all. What is unknown counts as
-- spent, so nobody calls this for it. False where there is nothing to give back.
create or replace function policy.return_spending(p_execution uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  s policy.spending;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'spending is given back at READ COMMITTED only' using errcode = '25001';
  end if;
  update policy.spending_account a set reservations = a.reservations + 1 where a.tenant_id = t;
  update policy.spending x set returned_at = clock_timestamp()
    where x.tenant_id = t and x.execution_id = p_execution and x.returned_at is null
    returning * into s;
  if s.execution_id is null then
    return false;
  end if;
  update policy.spent_hour x set spent = x.spent - s.amount_minor
    from policy.spending_holders(s.requester, s.agent, s.payee, s.cost_centre) h
    where x.tenant_id = t and x.dimension = h.dimension and x.holder = h.holder and x.currency = s.currency and x.hour = s.hour;
  return true;
end$$;
alter function policy.return_spending(uuid) owner to supercargo_policy_owner;
