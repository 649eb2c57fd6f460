-- Roles are shared by every database of a cluster, so each is created only where it is missing.
-- Owners own schemas and functions and cannot log in. Logins own nothing and may write nothing but through functions.
do $$
declare r text;
begin
  foreach r in array array['app', 'people', 'policy', 'approval', 'audit', 'inventory'] loop
    begin
      execute format('create role %I nologin', 'supercargo_' || r || '_owner');
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  -- The sweeper owns the functions that look across tenants; they return a tenant and an id, and nothing else.
  begin
    create role supercargo_sweeper nologin;
  exception when duplicate_object or unique_violation then null;
  end;
  foreach r in array array['inventory', 'terminal', 'importer', 'auditor'] loop
    begin
      execute format('create role %I login nobypassrls nocreatedb nocreaterole', 'supercargo_' || r);
    exception when duplicate_object or unique_violation then null;
    end;
    -- Defaults against accidents. Any session may change its own, so no invariant leans on them.
    execute format('alter role %I set statement_timeout = %L', 'supercargo_' || r, case r when 'importer' then '5min' else '15s' end);
    execute format('alter role %I set lock_timeout = %L', 'supercargo_' || r, '10s');
    execute format('alter role %I set idle_in_transaction_session_timeout = %L', 'supercargo_' || r, '30s');
    execute format('alter role %I set transaction_timeout = %L', 'supercargo_' || r, case r when 'importer' then '10min' else '30s' end);
  end loop;
  -- A secret travels as a parameter of these logins: neither statements nor parameters of theirs are logged.
  foreach r in array array['terminal', 'importer'] loop
    execute format('alter role %I set log_statement = %L', 'supercargo_' || r, 'none');
    execute format('alter role %I set log_min_duration_statement = %L', 'supercargo_' || r, '-1');
    execute format('alter role %I set log_parameter_max_length = %L', 'supercargo_' || r, '0');
    execute format('alter role %I set log_parameter_max_length_on_error = %L', 'supercargo_' || r, '0');
    execute format('alter role %I set log_min_error_statement = %L', 'supercargo_' || r, 'panic');
  end loop;
end$$;

-- A login reaches only the databases that name it, and nothing is open to PUBLIC.
do $$
declare r text;
begin
  execute format('revoke all on database %I from public', current_database());
  foreach r in array array['inventory', 'terminal', 'importer', 'auditor'] loop
    execute format('grant connect on database %I to %I', current_database(), 'supercargo_' || r);
  end loop;
end$$;
revoke all on schema public from public;

-- EXECUTE is PUBLIC's by default: taken away before the first function exists, for every role that will own one.
do $$
declare r text;
begin
  foreach r in array array['app_owner', 'people_owner', 'policy_owner', 'approval_owner', 'audit_owner', 'inventory_owner', 'sweeper'] loop
    execute format('alter default privileges for role %I revoke execute on functions from public', 'supercargo_' || r);
  end loop;
end$$;
alter default privileges revoke execute on functions from public;

create schema extensions;
create extension pgcrypto schema extensions;
grant usage on schema extensions to supercargo_people_owner;
grant execute on function extensions.crypt(text, text), extensions.gen_salt(text, integer) to supercargo_people_owner;

create schema app authorization supercargo_app_owner;
create schema people authorization supercargo_people_owner;
create schema policy authorization supercargo_policy_owner;
create schema approval authorization supercargo_approval_owner;
create schema audit authorization supercargo_audit_owner;
create schema inventory authorization supercargo_inventory_owner;
