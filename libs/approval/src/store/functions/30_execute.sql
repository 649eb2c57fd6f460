-- The steps that every effect function goes through, in this order: open (the request row is locked), its own guards, consume, its
-- effect, conclude. Only the trades' owners may call them.

-- Locks an approved request of the calling server and tool, for a customers' login one of its customer, and gives its stored plan.
-- Refusals: unknown_request, ended, not_approved, held, expired.
create or replace function approval.open(p_request uuid, p_tool text) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  r approval.request;
  o approval.opening;
begin
  perform approval.at_read_committed();
  o.request_id := p_request;
  select * into r from approval.request x
    where x.tenant_id = app.tenant() and x.id = p_request and x.server = app.server() and x.tool = p_tool
      and (app.asking_customer() is null or x.customer_id = app.asking_customer()) for update;
  o.state := r.state;
  if r.id is null then
    o.refusal := 'unknown_request';
  elsif r.state = 'waiting' then
    o.refusal := 'not_approved';
  elsif r.state <> 'approved' then
    o.refusal := 'ended';
    o.detail := r.reason;
  elsif clock_timestamp() >= r.execute_until then
    o.refusal := 'expired';
  elsif clock_timestamp() < r.execute_after then
    o.refusal := 'held';
  else
    select p.plan::jsonb into o.plan from approval.plan p where p.tenant_id = r.tenant_id and p.request_id = r.id;
  end if;
  return o;
end$$;
alter function approval.open(uuid, text) owner to supercargo_approval_owner;

-- Ends an opened request because something that it stood on is no longer so.
create or replace function approval.invalidate(p_request uuid, p_reason text) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  o approval.opening;
begin
  perform approval.finish(p_request, 'invalidated', left(p_reason, 1000), '{}');
  o.request_id := p_request;
  o.state := 'invalidated';
  o.refusal := 'ended';
  o.detail := left(p_reason, 1000);
  return o;
end$$;
alter function approval.invalidate(uuid, text) owner to supercargo_approval_owner;

-- Whether an opened request may take effect now: people, switches, definition and rule are judged again, and the consent total is reserved.
-- A stricter rule invalidates; a looser one changes nothing. The caller holds the request's row since approval.open, and uses up the
-- approval in the same transaction. Refusals: expired, ended.
create or replace function approval.judge(p_request uuid) returns approval.opening
language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
  r approval.request;
  p approval.plan;
  v policy.verdict;
  o approval.opening;
  stopped text;
  -- Whether the approvals given are still worth what was asked for, and what is asked for now.
  is_held boolean;
  is_enough boolean;
  -- What another person approved is nobody's consent, and leaves the totals alone.
  is_by_consent boolean;
  broken text;
begin
  perform approval.at_read_committed();
  select * into r from approval.request x
    where x.tenant_id = t and x.id = p_request and x.server = app.server() and x.state = 'approved'
      and clock_timestamp() >= x.execute_after for update;
  if r.id is null then
    raise exception 'consume without an opened request' using errcode = '42501';
  end if;
  o.request_id := p_request;
  o.state := r.state;
  -- Its time may run out between the steps: then it is over, as it would have been a moment later.
  if clock_timestamp() >= r.execute_until then
    o.refusal := 'expired';
    return o;
  end if;
  select * into p from approval.plan x where x.tenant_id = t and x.request_id = p_request;

  v := approval.required(p.server, p.tool, p.currency, p.amount_minor, p.units, p.requester, p.event_id);
  o.plan := p.plan::jsonb;
  stopped := approval.stopped(o.plan);
  is_held := approval.is_satisfied(p, p.tier, p.quorum, p.need_role);
  -- The same requirement has the same answer; only another one is judged anew.
  is_enough := is_held and ((v.tier, v.quorum, v.need_role) is not distinct from (p.tier, p.quorum, p.need_role)
    or approval.is_satisfied(p, v.tier, v.quorum, v.need_role));
  is_by_consent := p.tier = 'consent' and not (
    exists (select from approval.decision d where d.tenant_id = t and d.request_id = p_request and d.verdict = 'approve')
    and approval.is_satisfied(p, 'person', v.quorum, v.need_role));
  broken := case
    when stopped is not null then 'stopped by an administrator: ' || stopped
    when not people.is_active(p.requester) then 'the requester is no longer active'
    when not exists (select from approval.definition d where d.server = p.server and d.tool = p.tool and d.hash = p.definition)
      then 'the definition of the tool ' || p.tool || ' changed since it was asked'
    when not is_held then 'somebody who approved may no longer approve'
    when v.refusal is not null then 'the policy no longer allows this: ' || v.refusal
    when not is_enough and v.why = 'consent_total'
      then 'the total that may be consented to in a day is used up; another person must approve it'
    when not is_enough
      then 'the rule became stricter: it now needs ' || v.quorum || ' other ' || case when v.quorum = 1 then 'person' else 'people' end
        || coalesce(', one of them ' || v.need_role, '')
    when clock_timestamp() < r.approved_at + make_interval(secs => v.hold_seconds)
      then format('the rule became stricter: it is now held for %s seconds after its approval', v.hold_seconds)
    when clock_timestamp() >= r.execute_after + make_interval(secs => v.approved_seconds)
      then format('the rule became stricter: it must now be executed within %s seconds', v.approved_seconds)
    when is_by_consent and coalesce(greatest(p.amount_minor, p.units), 0) > 0
         and policy.reserve_consent(p.server, p.requester, p.currency, p.amount_minor, p.units) is not null
      then 'the total that may be consented to in a day is used up; another person must approve it'
  end;
  if broken is not null then
    return approval.invalidate(p_request, broken);
  end if;

  return o;
end$$;
alter function approval.judge(uuid) owner to supercargo_approval_owner;

-- Opens the execution of a judged request and records the attempt. Without an instant at which it lapses it is local.
create or replace function approval.attempt(p_request uuid, p_execution uuid, p_expires_at timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
begin
  insert into approval.execution (tenant_id, id, request_id, server, kind, expires_at)
    values (t, p_execution, p_request, app.server(), case when p_expires_at is null then 'local' else 'remote' end, p_expires_at);
  perform approval.record('attempt', p_request, jsonb_build_object('execution_id', p_execution, 'approvers',
    (select jsonb_agg(d.person order by d.at) from approval.decision d where d.tenant_id = t and d.request_id = p_request)));
end$$;
alter function approval.attempt(uuid, uuid, timestamptz) owner to supercargo_approval_owner;

-- Uses up the approval: judged again, the attempt recorded, and an execution opened that only this transaction can use.
-- Refusals: expired, ended.
create or replace function approval.consume(p_request uuid, p_execution uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  o approval.opening := approval.judge(p_request);
begin
  if o.refusal is null then
    perform approval.attempt(p_request, p_execution, null);
  end if;
  return o;
end$$;
alter function approval.consume(uuid, uuid) owner to supercargo_approval_owner;

-- The outcome of an execution opened in this transaction: what was done, as the system of record says it.
create or replace function approval.conclude(p_execution uuid, p_result jsonb) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  e approval.execution;
  o approval.opening;
begin
  update approval.execution x set outcome = 'executed'
    where x.tenant_id = app.tenant() and x.id = p_execution and x.server = app.server()
      and x.kind = 'local' and x.outcome is null and x.xact = pg_current_xact_id()
    returning * into e;
  if e.id is null then
    raise exception 'no open execution in this transaction' using errcode = '42501';
  end if;
  perform approval.finish(e.request_id, 'executed', null, jsonb_build_object('execution_id', e.id, 'result', p_result));
  o.request_id := e.request_id;
  o.state := 'executed';
  return o;
end$$;
alter function approval.conclude(uuid, jsonb) owner to supercargo_approval_owner;
