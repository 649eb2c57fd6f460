-- Refusals before authentication have no tenant. These are many at once, which nobody records one by one: counted by minute, issuer, address and
-- reason, like those of audit.refuse_unauthenticated.
create or replace function audit.count_unauthenticated(p_issuers text[], p_addresses text[], p_reasons text[], p_times bigint[])
returns void language sql volatile security definer set search_path = '' as $$
  insert into audit.unauthenticated as u (minute, issuer, address, reason, refusals)
    select date_trunc('minute', clock_timestamp()), c.issuer, c.address, c.reason, sum(c.times)
    from unnest(p_issuers, p_addresses, p_reasons, p_times) as c (issuer, address, reason, times)
    group by c.issuer, c.address, c.reason
    order by c.issuer, c.address, c.reason
    on conflict (minute, issuer, address, reason) do update set refusals = u.refusals + excluded.refusals
$$;
alter function audit.count_unauthenticated(text[], text[], text[], bigint[]) owner to supercargo_audit_owner;
