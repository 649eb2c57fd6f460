set local role supercargo_audit_owner;

-- RFC 8785 text of a flat or nested jsonb whose numbers are integers: what the database writes reads like what the servers write.
-- Names sort by code point, which is RFC 8785's order for all names without characters from U+E000 up; ours have none.
create function audit.canonical(p jsonb) returns text language plpgsql immutable set search_path = '' as $$
begin
  case jsonb_typeof(p)
    when 'object' then
      return '{' || coalesce((select string_agg(to_json(e.key)::text || ':'
          || case when jsonb_typeof(e.value) in ('object', 'array') then audit.canonical(e.value) else e.value::text end,
          ',' order by e.key collate "C") from jsonb_each(p) e), '') || '}';
    when 'array' then
      return '[' || coalesce((select string_agg(audit.canonical(e.value), ',' order by e.ordinality)
        from jsonb_array_elements(p) with ordinality e), '') || ']';
    else
      return p::text;
  end case;
end$$;

-- The record, append only. Instant, transaction and database role are facts the writer cannot choose: nobody has INSERT on them.
create table audit.entry (
  tenant_id text not null,
  at timestamptz not null default clock_timestamp(),
  id uuid not null default gen_random_uuid(),
  xact xid8 not null default pg_current_xact_id(),
  db_role name not null default session_user,
  record text not null check (octet_length(record) <= 65536) check (record is json object with unique keys),
  kind text not null generated always as (record::jsonb ->> 'kind') stored,
  request_id uuid generated always as ((record::jsonb ->> 'request_id')::uuid) stored,
  primary key (tenant_id, at, id)
);
create index entry_request on audit.entry (tenant_id, request_id, at) where request_id is not null;

create function audit.frozen() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the audit record is append only' using errcode = '42501';
end$$;
create trigger frozen before update or delete on audit.entry for each row execute function audit.frozen();
create trigger frozen_truncate before truncate on audit.entry for each statement execute function audit.frozen();

-- Refusals before authentication have no tenant. One by one up to a threshold a minute, counted beyond it, so that nobody without a
-- token can fill the log. Written by the HTTP servers of phase 2 through audit.refuse_unauthenticated only.
create table audit.unauthenticated (
  minute timestamptz not null,
  issuer text not null check (length(issuer) <= 200),
  address text not null check (length(address) <= 64),
  reason text not null check (length(reason) <= 64),
  refusals bigint not null default 1,
  primary key (minute, issuer, address, reason)
);
create table audit.unauthenticated_entry (
  at timestamptz not null default clock_timestamp(),
  id uuid not null default gen_random_uuid(),
  xact xid8 not null default pg_current_xact_id(),
  db_role name not null default session_user,
  record text not null check (octet_length(record) <= 8192) check (record is json object with unique keys),
  primary key (at, id)
);
create trigger frozen before update or delete on audit.unauthenticated_entry for each row execute function audit.frozen();
create trigger frozen_truncate before truncate on audit.unauthenticated_entry for each statement execute function audit.frozen();

reset role;
select app.wall('audit', 'entry');
select app.door('audit', 'entry', 'supercargo_auditor', 'select');
-- A server records its own calls and refusals, and an importer its imports. What was asked, decided and executed is recorded by the
-- functions that do it, so no login can write a record of a decision, or one of another server.
create policy inventory_insert on audit.entry for insert to supercargo_inventory
  with check (tenant_id = (select app.tenant()) and kind in ('call', 'protocol', 'start', 'fault')
    and (record::jsonb ->> 'tenant') = (select app.tenant()) and (record::jsonb ->> 'server') = (select app.server()));
create policy importer_insert on audit.entry for insert to supercargo_importer
  with check (tenant_id = (select app.tenant()) and kind = 'import' and (record::jsonb ->> 'tenant') = (select app.tenant()));
