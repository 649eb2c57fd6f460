-- Writes one record in the transaction of what it records. For the functions that decide and execute; logins have no EXECUTE on it.
create or replace function audit.write(p_record jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into audit.entry (tenant_id, record)
    values (app.tenant(), audit.canonical(jsonb_strip_nulls(p_record) || jsonb_build_object('v', 1, 'tenant', app.tenant())));
end$$;
alter function audit.write(jsonb) owner to supercargo_audit_owner;

-- Refusals before authentication: one by one up to 20 a minute for an issuer, address and reason, counted beyond.
create or replace function audit.refuse_unauthenticated(p_issuer text, p_address text, p_reason text, p_record text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  n bigint;
begin
  insert into audit.unauthenticated as u (minute, issuer, address, reason)
    values (date_trunc('minute', clock_timestamp()), p_issuer, p_address, p_reason)
    on conflict (minute, issuer, address, reason) do update set refusals = u.refusals + 1
    returning refusals into n;
  if n <= 20 then
    insert into audit.unauthenticated_entry (record) values (p_record);
  end if;
end$$;
alter function audit.refuse_unauthenticated(text, text, text, text) owner to supercargo_audit_owner;
