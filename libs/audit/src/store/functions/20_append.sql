-- Records of what ended at the same moment, each of its own company, in one transaction: one wait for the disk instead of one each. With
-- the rights of the login that calls, so that each is held to what that login may record. A transaction of its own: it goes from company
-- to company, which nothing else in it may.
create or replace function audit.append(p_tenants text[], p_records text[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if coalesce(current_setting('app.tenant', true), '') <> '' then
    raise exception 'records of many companies are not part of one company''s transaction' using errcode = '42501';
  end if;
  if cardinality(p_tenants) <> cardinality(p_records) then
    raise exception 'each record has its company' using errcode = '22023';
  end if;
  -- One statement for all of them. A row's company is set as the row is made, which is right before it is held to the walls and kept; were it
  -- another's by then, the walls would refuse it.
  insert into audit.entry (tenant_id, record)
    select set_config('app.tenant', r.tenant, true), r.record from unnest(p_tenants, p_records) as r (tenant, record);
  perform set_config('app.tenant', '', true);
end$$;
alter function audit.append(text[], text[]) owner to supercargo_audit_owner;
