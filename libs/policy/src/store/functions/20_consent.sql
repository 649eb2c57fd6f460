-- Whether a consent of this amount fits the rolling totals: null, or the dimension that is full. A dimension without a limit is full.
create or replace function policy.consent_full(p_server text, p_requester text, p_currency text, p_amount bigint) returns text
language sql volatile security definer set search_path = '' as $$
  select d.dimension
  from (values ('requester', p_requester), ('server', p_server)) as d (dimension, holder)
  left join policy.consent_limit l
    on l.tenant_id = (select app.tenant()) and l.dimension = d.dimension and l.currency = p_currency
  where l.cap_minor is null
     or l.cap_minor < p_amount + coalesce((
       -- Sums of hours, the oldest counted whole: never more room than a window of exactly one day would leave.
       select sum(s.spent_minor) from policy.consent_spent s
       where s.tenant_id = (select app.tenant()) and s.dimension = d.dimension and s.holder = d.holder
         and s.hour > clock_timestamp() - interval '25 hours'), 0)
  order by d.dimension
  limit 1
$$;
alter function policy.consent_full(text, text, text, bigint) owner to supercargo_policy_owner;

-- Reserves a consent: first the accounts are updated, so that others wait, then a new statement sums what is spent by now.
-- Returns null, or the dimension that is full. READ COMMITTED only; consume sees to that.
create or replace function policy.reserve_consent(p_server text, p_requester text, p_currency text, p_amount bigint) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  full_dimension text;
  this_hour timestamptz;
  account record;
begin
  for account in
    select d.dimension, d.holder from (values ('requester', p_requester), ('server', p_server)) as d (dimension, holder) order by 1
  loop
    insert into policy.consent_account (tenant_id, dimension, holder) values (app.tenant(), account.dimension, account.holder)
      on conflict do nothing;
    update policy.consent_account a set reservations = a.reservations + 1
      where a.tenant_id = app.tenant() and a.dimension = account.dimension and a.holder = account.holder;
  end loop;
  full_dimension := policy.consent_full(p_server, p_requester, p_currency, p_amount);
  if full_dimension is not null then
    return full_dimension;
  end if;
  this_hour := date_trunc('hour', clock_timestamp());
  insert into policy.consent_spent as s (tenant_id, dimension, holder, hour, spent_minor)
    values (app.tenant(), 'requester', p_requester, this_hour, p_amount), (app.tenant(), 'server', p_server, this_hour, p_amount)
    on conflict (tenant_id, dimension, holder, hour) do update set spent_minor = s.spent_minor + excluded.spent_minor;
  return null;
end$$;
alter function policy.reserve_consent(text, text, text, bigint) owner to supercargo_policy_owner;
