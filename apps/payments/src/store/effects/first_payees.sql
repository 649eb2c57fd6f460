-- The payees that a company brings when it has none, each since when it has its account: what another system knew. Of a payee that comes to
-- others the account is new, whatever is given. Nobody who logs in writes that day otherwise.
create or replace function payments.first_payees(p_payees jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  is_first constant boolean := not exists (select from payments.payee p where p.tenant_id = t);
begin
  insert into payments.payee (tenant_id, id, name, country, account, changed_at, verified_at, verified_by, allowed)
    select t, x.id, x.name, x.country, x.account, case when is_first then least(x."changedAt", clock_timestamp()) else clock_timestamp() end,
      x."verifiedAt", x."verifiedBy", x.allowed
    from jsonb_to_recordset(p_payees) as x (id text, name text, country text, account text, "changedAt" timestamptz,
      "verifiedAt" timestamptz, "verifiedBy" text, allowed boolean)
    on conflict do nothing;
end$$;
alter function payments.first_payees(jsonb) owner to supercargo_payments_owner;
