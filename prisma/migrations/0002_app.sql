-- The words that every row-level policy and every function uses.
set local role supercargo_app_owner;

-- Which server a login belongs to. The server's name comes from here and never from an argument.
create table app.login (
  role name primary key,
  server text not null check (server ~ '^[a-z]{2,20}$')
);
insert into app.login (role, server) values ('supercargo_inventory', 'inventory');

-- The tenant of this transaction. Raises when none is set, so that a forgotten tenant is an error and not an empty answer.
create function app.tenant() returns text language plpgsql stable parallel safe set search_path = '' as $$
declare t text := current_setting('app.tenant', true);
begin
  if t is null or t = '' then
    raise exception 'no tenant set' using errcode = '42501', hint = 'set app.tenant inside the transaction';
  end if;
  return t;
end$$;

-- The server that is calling, by the login of the session.
create function app.server() returns text language plpgsql stable parallel safe security definer set search_path = '' as $$
declare s text;
begin
  select l.server into s from app.login l where l.role = session_user;
  if s is null then
    raise exception 'not the login of a server' using errcode = '42501';
  end if;
  return s;
end$$;

reset role;

-- Every table of a tenant gets the same wall: forced row-level security and its owner's policy. Other roles' policies are added
-- by name beside the table. The sub-select lets the planner evaluate the tenant once and keep the index scan.
create function app.wall(p_schema text, p_table text) returns void language plpgsql set search_path = '' as $$
begin
  execute format('alter table %I.%I enable row level security', p_schema, p_table);
  execute format('alter table %I.%I force row level security', p_schema, p_table);
  execute format(
    'create policy owner_tenant on %I.%I to %I using (tenant_id = (select app.tenant())) with check (tenant_id = (select app.tenant()))',
    p_schema, p_table, 'supercargo_' || p_schema || '_owner');
end$$;

-- A door in the wall for one role and one verb, never wider than the tenant of the transaction.
create function app.door(p_schema text, p_table text, p_role text, p_verb text) returns void language plpgsql set search_path = '' as $$
declare
  predicate constant text := '(tenant_id = (select app.tenant()))';
begin
  execute format('create policy %I on %I.%I for %s to %I %s',
    replace(p_role, 'supercargo_', '') || '_' || p_verb, p_schema, p_table, p_verb, p_role,
    case p_verb
      when 'select' then 'using ' || predicate
      when 'delete' then 'using ' || predicate
      when 'insert' then 'with check ' || predicate
      else 'using ' || predicate || ' with check ' || predicate
    end);
end$$;
