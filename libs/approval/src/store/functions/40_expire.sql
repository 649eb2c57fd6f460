-- What the worker of the calling server has to look at, over all tenants: approved and due, or past its time. A tenant and an id. Page
-- by page, after the last of the page before: what faults for ever stays due, and must not be the only thing that is ever looked at.
create or replace function sweep.due(p_limit integer, p_after_tenant text, p_after_request uuid)
returns table (tenant_id text, request_id uuid)
language sql volatile security definer set search_path = '' as $$
  select r.tenant_id, r.id
  from approval.request r
  where r.server = app.server()
    and ((r.state = 'approved' and r.execute_after <= clock_timestamp())
      or (r.state = 'waiting' and r.waits_until <= clock_timestamp()))
    and (p_after_tenant is null or (r.tenant_id, r.id) > (p_after_tenant, p_after_request))
  order by r.tenant_id, r.id
  limit least(p_limit, 100)
$$;
alter function sweep.due(integer, text, uuid) owner to supercargo_sweeper;

-- Ends a request whose time is over; false where it is not.
create or replace function approval.expire(p_request uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  r approval.request;
begin
  select * into r from approval.request x
    where x.tenant_id = app.tenant() and x.id = p_request and x.server = app.server() for update;
  if r.state = 'waiting' and clock_timestamp() >= r.waits_until then
    perform approval.finish(p_request, 'expired', 'nobody decided in time', '{}');
    return true;
  end if;
  if r.state = 'approved' and clock_timestamp() >= r.execute_until then
    perform approval.finish(p_request, 'expired', 'approved, but not executed in time', '{}');
    return true;
  end if;
  return false;
end$$;
alter function approval.expire(uuid) owner to supercargo_approval_owner;
