-- The logins for customers become those of programs: each belongs to its server, and records what customers ask of it.
set local role supercargo_app_owner;
insert into app.login (role, server)
  select ('supercargo_' || s || '_customer')::name, s from unnest(array['logistics', 'orders', 'returns', 'payments']) s;
reset role;

-- A record is of the customer whom the transaction is for, and of nobody where it is for nobody, as a refusal of staff is.
do $$
declare s text;
begin
  foreach s in array array['logistics', 'orders', 'returns', 'payments'] loop
    execute format('create policy %I on audit.entry for insert to %I
      with check (tenant_id = (select app.tenant()) and kind in (''call'', ''protocol'')
        and (record::jsonb ->> ''tenant'') = (select app.tenant()) and (record::jsonb ->> ''server'') = (select app.server())
        and (record::jsonb ->> ''customer'') is not distinct from nullif(current_setting(''app.customer'', true), ''''))',
      s || '_customer_insert', 'supercargo_' || s || '_customer');
  end loop;
end$$;
reset role;
