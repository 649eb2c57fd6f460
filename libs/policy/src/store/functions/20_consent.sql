-- What a consent takes, and of which totals: its amount in a currency, its units, each of its requester and of its server.
create or replace function policy.taken_by_consent(p_server text, p_requester text, p_currency text, p_amount bigint, p_units bigint)
returns table (dimension text, holder text, currency text, taken bigint) language sql immutable set search_path = '' as $$
  select d.dimension, d.holder, d.currency, d.taken
  from (values ('requester', p_requester, p_currency, p_amount), ('requester_units', p_requester, null, p_units),
    ('server', p_server, p_currency, p_amount), ('server_units', p_server, null, p_units)) as d (dimension, holder, currency, taken)
  where d.taken > 0
$$;
alter function policy.taken_by_consent(text, text, text, bigint, bigint) owner to supercargo_policy_owner;

-- Whether a consent fits the rolling totals: null, or the dimension that is full. A dimension without a limit is full.
create or replace function policy.consent_full(p_server text, p_requester text, p_currency text, p_amount bigint, p_units bigint)
returns text language sql volatile security definer set search_path = '' as $$
  select d.dimension
  from policy.taken_by_consent(p_server, p_requester, p_currency, p_amount, p_units) d
  left join policy.consent_limit l
    on l.tenant_id = (select app.tenant()) and l.dimension = d.dimension and l.currency is not distinct from d.currency
  where l.cap is null
     or l.cap < d.taken + coalesce((
       -- Sums of hours, the oldest counted whole: never more room than a window of exactly one day would leave.
       select sum(s.spent) from policy.consent_spent s
       where s.tenant_id = (select app.tenant()) and s.dimension = d.dimension and s.holder = d.holder
         and s.hour > clock_timestamp() - interval '25 hours'), 0)
  order by d.dimension
  limit 1
$$;
alter function policy.consent_full(text, text, text, bigint, bigint) owner to supercargo_policy_owner;

-- Reserves a consent: first the accounts are updated, so that others wait, then a new statement sums what is spent by now. Accounts are
-- taken in the order of their dimensions, by everybody. Returns null, or the dimension that is full. READ COMMITTED only; consume sees to
-- that.
create or replace function policy.reserve_consent(p_server text, p_requester text, p_currency text, p_amount bigint, p_units bigint)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare
  full_dimension text;
  account record;
begin
  for account in
    select d.dimension, d.holder from policy.taken_by_consent(p_server, p_requester, p_currency, p_amount, p_units) d order by 1
  loop
    insert into policy.consent_account as a (tenant_id, dimension, holder, reservations)
      values (app.tenant(), account.dimension, account.holder, 1)
      on conflict (tenant_id, dimension, holder) do update set reservations = a.reservations + 1;
  end loop;
  full_dimension := policy.consent_full(p_server, p_requester, p_currency, p_amount, p_units);
  if full_dimension is not null then
    return full_dimension;
  end if;
  insert into policy.consent_spent as s (tenant_id, dimension, holder, hour, spent)
    select app.tenant(), d.dimension, d.holder, date_trunc('hour', clock_timestamp()), d.taken
    from policy.taken_by_consent(p_server, p_requester, p_currency, p_amount, p_units) d
    on conflict (tenant_id, dimension, holder, hour) do update set spent = s.spent + excluded.spent;
  return null;
end$$;
alter function policy.reserve_consent(text, text, text, bigint, bigint) owner to supercargo_policy_owner;
