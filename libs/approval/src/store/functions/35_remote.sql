-- Effects on foreign systems. The approval is used up by dispatch, in one transaction with the record of the attempt. A worker then claims
-- the execution, sends it at most once, and otherwise asks; what the foreign system said is concluded by the trade that owns the effect.

-- Uses up the approval as consume does, and opens an execution that a worker carries out. The foreign system is told not to take it after
-- p_seconds from now. Refusals: those of consume.
create or replace function approval.dispatch(p_request uuid, p_execution uuid, p_seconds integer) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  o approval.opening;
begin
  if (p_seconds between 1 and 86400) is not true then
    raise exception 'an effect on a foreign system lapses after 1 to 86400 seconds' using errcode = '22023';
  end if;
  o := approval.judge(p_request);
  if o.refusal is not null then
    return o;
  end if;
  perform approval.attempt(p_request, p_execution, clock_timestamp() + make_interval(secs => p_seconds));
  update approval.request x set state = 'executing' where x.tenant_id = app.tenant() and x.id = p_request;
  o.state := 'executing';
  return o;
end$$;
alter function approval.dispatch(uuid, uuid, integer) owner to supercargo_approval_owner;

-- A remote execution of the calling server with its request, both locked: the request first, as everybody does. All null when there is
-- none.
create or replace function approval.lock_remote(p_execution uuid, out r approval.request, out e approval.execution)
language plpgsql volatile set search_path = '' as $$
declare
  request uuid;
begin
  perform approval.at_read_committed();
  select x.request_id into request from approval.execution x
    where x.tenant_id = app.tenant() and x.id = p_execution and x.server = app.server() and x.kind = 'remote';
  if request is not null then
    select * into r from approval.request x where x.tenant_id = app.tenant() and x.id = request for update;
    select * into e from approval.execution x where x.tenant_id = app.tenant() and x.id = p_execution for update;
  end if;
end$$;
alter function approval.lock_remote(uuid) owner to supercargo_approval_owner;

-- Takes the lease of an execution. 'send' is answered once in its life, and is committed before anything leaves: whoever claims it later
-- can only ask, whatever became of the first. 'drop' is answered where it never left and may leave no more.
-- Refusals: unknown_request, ended, leased.
create or replace function approval.claim(p_execution uuid, p_lease_ms integer) returns approval.claimed
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := approval.lock_remote(p_execution);
  r constant approval.request := locked.r;
  e constant approval.execution := locked.e;
  c approval.claimed;
  stopped text;
begin
  c.execution_id := p_execution;
  if e.id is null then
    c.refusal := 'unknown_request';
    return c;
  end if;
  if (p_lease_ms between 1 and 600000) is not true then
    raise exception 'a lease lasts 1 to 600000 milliseconds' using errcode = '22023';
  end if;
  c.request_id := e.request_id;
  c.tool := r.tool;
  c.state := r.state;
  if e.outcome is not null then
    c.refusal := 'ended';
    return c;
  end if;
  if e.lease_until > clock_timestamp() then
    c.refusal := 'leased';
    return c;
  end if;
  select p.plan::jsonb into c.plan from approval.plan p where p.tenant_id = e.tenant_id and p.request_id = e.request_id;
  stopped := approval.stopped(c.plan);
  c.step := case
    when e.sent_at is not null then 'ask'
    when clock_timestamp() >= e.expires_at or stopped is not null then 'drop'
    else 'send'
  end;
  if c.step = 'drop' then
    c.detail := coalesce('stopped by an administrator before it was sent: ' || stopped, 'it lapsed before it was sent');
  end if;
  -- Forty random bits, and how often it was claimed: the fence is told to this holder and to nobody else.
  update approval.execution x
    set fence = (('x' || left(replace(gen_random_uuid()::text, '-', ''), 10))::bit(40)::bigint << 20)
          | least(1048575, (x.fence & 1048575) + 1),
        lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond',
        sent_at = case when c.step = 'send' then clock_timestamp() else x.sent_at end
    where x.tenant_id = e.tenant_id and x.id = e.id
    returning x.fence, x.expires_at into c.fence, c.expires_at;
  if c.step = 'send' then
    perform approval.record('sent', e.request_id, jsonb_build_object('execution_id', e.id, 'expires_at', e.expires_at));
  end if;
  return c;
end$$;
alter function approval.claim(uuid, integer) owner to supercargo_approval_owner;

-- Why nobody may say with this fence what became of an execution, or null: the execution is not there, it ended, or another claimed it
-- since. A fence of 0 was never claimed.
create or replace function approval.not_claimed(e approval.execution, p_fence bigint) returns text
language sql immutable set search_path = '' as $$
  select case
    when e.id is null then 'unknown_request'
    when e.outcome is not null then 'ended'
    when e.fence = 0 or e.fence is distinct from p_fence then 'stale'
  end
$$;
alter function approval.not_claimed(approval.execution, bigint) owner to supercargo_approval_owner;

-- What the foreign system said: executed with its result, or failed with a reason in words of ours. Only who holds the last fence says
-- it, once. Called by the settle functions of trades before they touch their own rows; the opening has the stored plan.
-- Refusals: unknown_request, ended, stale.
create or replace function approval.conclude_remote(p_execution uuid, p_fence bigint, p_outcome text, p_result jsonb)
returns approval.opening language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := approval.lock_remote(p_execution);
  r constant approval.request := locked.r;
  e constant approval.execution := locked.e;
  o approval.opening;
  why text;
begin
  o.request_id := e.request_id;
  o.state := r.state;
  o.refusal := approval.not_claimed(e, p_fence);
  if o.refusal is not null then
    o.detail := case o.refusal when 'ended' then r.reason end;
    return o;
  end if;
  if p_outcome is null or p_outcome not in ('executed', 'failed') then
    raise exception 'an outcome is executed or failed' using errcode = '22023';
  end if;
  if p_outcome = 'executed' and e.sent_at is null then
    raise exception 'what was never sent was not executed' using errcode = '42501';
  end if;
  update approval.execution x set outcome = p_outcome, lease_until = null where x.tenant_id = e.tenant_id and x.id = e.id;
  if p_outcome = 'failed' then
    why := left(coalesce(p_result ->> 'reason', 'the foreign system refused it'), 1000);
  end if;
  perform approval.finish(e.request_id, p_outcome, why, jsonb_build_object('execution_id', e.id, 'result', p_result));
  select p.plan::jsonb into o.plan from approval.plan p where p.tenant_id = e.tenant_id and p.request_id = e.request_id;
  o.state := p_outcome;
  return o;
end$$;
alter function approval.conclude_remote(uuid, bigint, text, jsonb) owner to supercargo_approval_owner;

-- Nobody knows whether it happened: it is asked about later, after a pause that grows with each lease, and never sent again.
-- Refusals: unknown_request, ended, stale.
create or replace function approval.mark_unknown(p_execution uuid, p_fence bigint, p_reason text) returns approval.answer
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := approval.lock_remote(p_execution);
  r constant approval.request := locked.r;
  e constant approval.execution := locked.e;
  a approval.answer;
begin
  a.request_id := e.request_id;
  a.state := r.state;
  a.refusal := approval.not_claimed(e, p_fence);
  if a.refusal is not null then
    return a;
  end if;
  -- A quarter of a second at first, a minute at most.
  update approval.execution x
    set lease_until = clock_timestamp() + least(60000, 125 * 2 ^ least(x.fence & 1048575, 10)) * interval '1 millisecond'
    where x.tenant_id = e.tenant_id and x.id = e.id;
  -- Asking again and hearing the same is no news.
  if (r.state, r.reason) is distinct from ('unknown', left(p_reason, 1000)) then
    update approval.request x set state = 'unknown', reason = left(p_reason, 1000) where x.tenant_id = e.tenant_id and x.id = e.request_id;
    perform approval.record('unknown', e.request_id, jsonb_build_object('execution_id', e.id, 'reason', left(p_reason, 1000)));
  end if;
  a.state := 'unknown';
  return a;
end$$;
alter function approval.mark_unknown(uuid, bigint, text) owner to supercargo_approval_owner;

-- Which executions of the calling server a worker has to send or to ask about, over all tenants: those that nobody holds. A tenant and an
-- id, page by page, as sweep.due.
create or replace function sweep.due_remote(p_limit integer, p_after_tenant text, p_after_execution uuid)
returns table (tenant_id text, execution_id uuid)
language sql volatile security definer set search_path = '' as $$
  select e.tenant_id, e.id
  from approval.execution e
  where e.server = app.server() and e.kind = 'remote' and e.outcome is null
    and (e.lease_until is null or e.lease_until <= clock_timestamp())
    and (p_after_tenant is null or (e.tenant_id, e.id) > (p_after_tenant, p_after_execution))
  order by e.tenant_id, e.id
  limit least(p_limit, 100)
$$;
alter function sweep.due_remote(integer, text, uuid) owner to supercargo_sweeper;
