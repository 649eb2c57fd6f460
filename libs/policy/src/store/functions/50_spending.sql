-- Who and what an amount is counted for: one holder in each dimension. No agent, or no cost centre, is a holder like any other.
create or replace function policy.spending_holders(p_requester text, p_agent text, p_payee text, p_cost_centre text)
returns table (dimension text, holder text) language sql stable set search_path = '' as $$
  values ('tenant', app.tenant()), ('requester', p_requester), ('agent', coalesce(p_agent, '')), ('payee', p_payee),
    ('cost_centre', coalesce(p_cost_centre, ''))
$$;
alter function policy.spending_holders(text, text, text, text) owner to supercargo_policy_owner;

-- The cap of one window by the live policy: the holder's own before that of everybody. Null where there is none.
create or replace function policy.cap_of(p_dimension text, p_holder text, p_span text, p_currency text) returns bigint
language sql volatile set search_path = '' as $$
  select c.cap from policy.spending_cap c
  join policy.live l on l.tenant_id = c.tenant_id and l.version = c.version
  where c.tenant_id = (select app.tenant()) and c.dimension = p_dimension and c.holder in (p_holder, '*') and c.span = p_span
    and c.currency = p_currency
  order by (c.holder = p_holder) desc limit 1
$$;
alter function policy.cap_of(text, text, text, text) owner to supercargo_policy_owner;

-- Each window of each dimension as it stands: its cap by the live policy, null where it has none, and what is spent. Sums of hours, the
-- oldest counted whole: a day reaches back less than 25 hours, a week less than 169, and neither ever holds more than its cap.
create or replace function policy.spending_windows(p_requester text, p_agent text, p_payee text, p_cost_centre text, p_currency text)
returns table (dimension text, holder text, span text, reach interval, cap bigint, spent numeric)
language sql volatile set search_path = '' as $$
  select h.dimension, h.holder, w.span, w.reach,
    policy.cap_of(h.dimension, h.holder, w.span, p_currency),
    (select coalesce(sum(s.spent), 0) from policy.spent_hour s
       where s.tenant_id = (select app.tenant()) and s.dimension = h.dimension and s.holder = h.holder and s.currency = p_currency
         and s.hour > clock_timestamp() - w.reach)
  from policy.spending_holders(p_requester, p_agent, p_payee, p_cost_centre) h
  cross join (values ('transaction', null::interval), ('day', interval '25 hours'), ('week', interval '169 hours')) as w (span, reach)
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
      case when w.cap is null then 'no_cap' when p_amount is null or w.cap < p_amount then 'above_cap' else 'used_up' end as refusal,
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
  insert into policy.spent_hour as h (tenant_id, dimension, holder, currency, hour, spent)
    select t, x.dimension, x.holder, s.currency, s.hour, s.amount_minor
    from policy.spending_holders(s.requester, s.agent, s.payee, s.cost_centre) x
    on conflict (tenant_id, dimension, holder, currency, hour) do update set spent = h.spent + excluded.spent;
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

-- Whether an amount looks like a part of something larger: it, what left to its payee within 24 hours and what else is about to are each
-- within a limit of a single one, and together above it. Limits are the caps of a transaction and the bands of the tool's rules. What is
-- above a limit on its own was judged by it, and is left out of its sum. The execution is the one at hand, where it reserved already.
create or replace function policy.looks_split(
  p_server text, p_tool text, p_execution uuid, p_requester text, p_agent text, p_payee text, p_cost_centre text, p_currency text,
  p_amount bigint, p_others bigint[]
) returns boolean language sql volatile security definer set search_path = '' as $$
  with part as (
    select p_amount as minor
    union all select unnest(p_others)
    union all select s.amount_minor from policy.spending s
      where s.tenant_id = (select app.tenant()) and s.payee = p_payee and s.currency = p_currency
        and s.reserved_at > clock_timestamp() - interval '24 hours' and s.returned_at is null
        and s.execution_id is distinct from p_execution
  ), one as (
    select policy.cap_of(h.dimension, h.holder, 'transaction', p_currency) as most
      from policy.spending_holders(p_requester, p_agent, p_payee, p_cost_centre) h
    union
    select r.over_minor from policy.rule r
      join policy.live l on l.tenant_id = r.tenant_id and l.version = r.version
      where r.tenant_id = (select app.tenant()) and r.server = p_server and r.tool = p_tool and r.currency = p_currency
        and r.over_minor >= 0
  )
  select exists (select from one
    where p_amount <= one.most and (select sum(part.minor) from part where part.minor <= one.most) > one.most)
$$;
alter function policy.looks_split(text, text, uuid, text, text, text, text, text, bigint, bigint[]) owner to supercargo_policy_owner;

-- The budget as a person may see it: finance every dimension, anybody else what they asked for themselves. A payee or cost centre that is
-- not named is left out.
create or replace function policy.budget_of(p_person text, p_agent text, p_payee text, p_cost_centre text, p_currency text)
returns table (dimension text, holder text, span text, cap bigint, spent numeric)
language sql volatile security definer set search_path = '' as $$
  select w.dimension, w.holder, w.span, w.cap, w.spent
  from policy.spending_windows(p_person, p_agent, p_payee, p_cost_centre, p_currency) w
  where (w.dimension = 'requester' or 'finance' = any(people.roles_of(p_person)))
    and (w.dimension <> 'payee' or p_payee is not null) and (w.dimension <> 'cost_centre' or p_cost_centre is not null)
  order by array_position(array['tenant', 'requester', 'agent', 'payee', 'cost_centre'], w.dimension),
    array_position(array['transaction', 'day', 'week'], w.span)
$$;
alter function policy.budget_of(text, text, text, text, text) owner to supercargo_policy_owner;
