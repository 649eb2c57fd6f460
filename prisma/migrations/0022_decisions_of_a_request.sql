-- A server sees the decisions about its own trade's requests, as before, found by the request and no longer by going through all of them:
-- PostgreSQL made `exists` a list of every request of the server, and reading one request took longer with each that had been asked.
do $$
declare s text;
begin
  foreach s in array array['inventory', 'logistics', 'orders', 'returns', 'payments'] loop
    execute format('alter policy %I on approval.decision
      using (tenant_id = (select app.tenant()) and (select app.server()) = (
        select r.server from approval.request r where r.tenant_id = decision.tenant_id and r.id = decision.request_id))', s || '_select');
  end loop;
end$$;
reset role;
