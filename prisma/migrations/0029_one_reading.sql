-- What a read of every call pays, once instead of several times.

-- A record is held to its company and server by one reading of its text, instead of one for each.
do $$
declare
  s text;
  own constant text := $check$record::jsonb @> jsonb_build_object('tenant', app.tenant(), 'server', app.server())$check$;
begin
  foreach s in array array['inventory', 'logistics', 'orders', 'returns', 'payments'] loop
    execute format($policy$alter policy %I on audit.entry
      with check (tenant_id = app.tenant() and kind in ('call', 'protocol', 'start', 'fault') and %s)$policy$, s || '_insert', own);
  end loop;
  foreach s in array array['logistics', 'orders', 'returns', 'payments'] loop
    execute format($policy$alter policy %I on audit.entry
      with check (tenant_id = app.tenant() and kind in ('call', 'protocol') and %s
        and record::jsonb ->> 'customer' is not distinct from nullif(current_setting('app.customer', true), ''))$policy$,
      s || '_customer_insert', own);
  end loop;
end$$;

-- A server sees which switches of its company are thrown, and neither by whom nor why, so that who calls and what is stopped is one statement
-- and not a function in it.
select app.door('policy', 'kill_switch', 'supercargo_' || s, 'select')
  from unnest(array['inventory', 'logistics', 'orders', 'returns', 'payments']) s;
reset role;
