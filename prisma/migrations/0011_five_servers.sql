-- Logistics, Orders, Returns and Payments beside Inventory: each with an owner, a login and a schema of its own. Events and imports are
-- what the servers share beside the ledger. A login for customers exists where rows belong to customers, narrower than the server's.
do $$
declare
  r text;
  trades constant text[] := array['logistics', 'orders', 'returns', 'payments'];
  customers constant text[] := array['logistics_customer', 'orders_customer', 'returns_customer', 'payments_customer'];
begin
  foreach r in array trades || array['events', 'imports'] loop
    begin
      execute format('create role %I nologin', 'supercargo_' || r || '_owner');
    exception when duplicate_object or unique_violation then null;
    end;
    execute format('alter default privileges for role %I revoke execute on functions from public', 'supercargo_' || r || '_owner');
    execute format('create schema %I authorization %I', r, 'supercargo_' || r || '_owner');
  end loop;
  foreach r in array trades || customers loop
    begin
      execute format('create role %I login nobypassrls nocreatedb nocreaterole', 'supercargo_' || r);
    exception when duplicate_object or unique_violation then null;
    end;
    -- Defaults against accidents, as the first logins have them.
    execute format('alter role %I set statement_timeout = %L', 'supercargo_' || r, '15s');
    execute format('alter role %I set lock_timeout = %L', 'supercargo_' || r, '10s');
    execute format('alter role %I set idle_in_transaction_session_timeout = %L', 'supercargo_' || r, '30s');
    execute format('alter role %I set transaction_timeout = %L', 'supercargo_' || r, '30s');
    execute format('grant connect on database %I to %I', current_database(), 'supercargo_' || r);
  end loop;
end$$;

-- Which server a login belongs to. A customer's login is no server: it asks for nothing in the ledger yet.
insert into app.login (role, server)
  select ('supercargo_' || s)::name, s from unnest(array['logistics', 'orders', 'returns', 'payments']) s;

-- Managers and finance approve of others; what pays is approved by finance alone.
insert into policy.approver_role (server, role)
  select s, r from unnest(array['logistics', 'orders', 'returns']) s, unnest(array['supply_chain_manager', 'finance']) r
  union all values ('payments', 'finance');

-- Every server sees the requests of its own trade and records its own calls, as Inventory does.
do $$
declare s text;
begin
  foreach s in array array['logistics', 'orders', 'returns', 'payments'] loop
    perform app.door('people', t, 'supercargo_' || s, 'select') from unnest(array['tenant', 'person']) t;
    execute format('create policy %I on approval.plan for select to %I
      using (tenant_id = (select app.tenant()) and server = (select app.server()))', s || '_select', 'supercargo_' || s);
    execute format('create policy %I on approval.request for select to %I
      using (tenant_id = (select app.tenant()) and server = (select app.server()))', s || '_select', 'supercargo_' || s);
    execute format('create policy %I on approval.decision for select to %I
      using (tenant_id = (select app.tenant()) and exists (
        select from approval.request r where r.tenant_id = decision.tenant_id and r.id = decision.request_id))',
      s || '_select', 'supercargo_' || s);
    execute format('create policy %I on audit.entry for insert to %I
      with check (tenant_id = (select app.tenant()) and kind in (''call'', ''protocol'', ''start'', ''fault'')
        and (record::jsonb ->> ''tenant'') = (select app.tenant()) and (record::jsonb ->> ''server'') = (select app.server()))',
      s || '_insert', 'supercargo_' || s);
  end loop;
end$$;

set local role supercargo_app_owner;
-- The customer of this transaction. Raises when none is set, so that a forgotten customer is an error and not an empty answer.
create function app.customer() returns text language plpgsql stable parallel safe set search_path = '' as $$
declare c text := current_setting('app.customer', true);
begin
  if c is null or c = '' then
    raise exception 'no customer set' using errcode = '42501', hint = 'set app.customer inside the transaction';
  end if;
  return c;
end$$;
reset role;

-- A door for a customer's login: the tenant's, and a restrictive policy beside it, because a second permissive one would widen.
create function app.customer_door(p_schema text, p_table text, p_role text, p_verb text) returns void
language plpgsql set search_path = '' as $$
declare
  predicate constant text := '(customer_id = (select app.customer()))';
begin
  perform app.door(p_schema, p_table, p_role, p_verb);
  execute format('create policy %I on %I.%I as restrictive for %s to %I %s',
    replace(p_role, 'supercargo_', '') || '_' || p_verb || '_own', p_schema, p_table, p_verb, p_role,
    case p_verb
      when 'insert' then 'with check ' || predicate
      when 'update' then 'using ' || predicate || ' with check ' || predicate
      else 'using ' || predicate
    end);
end$$;
