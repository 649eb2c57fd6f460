-- Every policy asked for the tenant in a query of its own, which PostgreSQL prepares and ends with each statement, for each table of it.
-- What app.tenant() and app.server() say is part of the statement itself (0024), and is the condition of an index as it stands.
create or replace function app.wall(p_schema text, p_table text) returns void language plpgsql set search_path = '' as $$
begin
  execute format('alter table %I.%I enable row level security', p_schema, p_table);
  execute format('alter table %I.%I force row level security', p_schema, p_table);
  execute format(
    'create policy owner_tenant on %I.%I to %I using (tenant_id = app.tenant()) with check (tenant_id = app.tenant())',
    p_schema, p_table, 'supercargo_' || p_schema || '_owner');
end$$;
create or replace function app.door(p_schema text, p_table text, p_role text, p_verb text) returns void language plpgsql set search_path = '' as $$
declare
  predicate constant text := '(tenant_id = app.tenant())';
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

-- The policies that stand say the same as before, without the query around it.
do $$
declare
  p record;
  in_line constant text := '\( SELECT app\.(tenant|server)\(\) AS \1\)';
begin
  for p in
    select schemaname, tablename, policyname, regexp_replace(qual, in_line, 'app.\1()', 'g') as reads, regexp_replace(with_check, in_line, 'app.\1()', 'g') as writes
    from pg_catalog.pg_policies where qual ~ in_line or with_check ~ in_line
  loop
    execute format('alter policy %I on %I.%I', p.policyname, p.schemaname, p.tablename)
      || coalesce(' using (' || p.reads || ')', '') || coalesce(' with check (' || p.writes || ')', '');
  end loop;
end$$;
reset role;
