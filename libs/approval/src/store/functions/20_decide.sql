-- One person's decision about the plan they were shown. All doors end here; nobody but their functions may call it.
-- Refusals: unknown_request, not_waiting, not_what_you_were_shown, consent_not_enough, own_request, in_chain, may_not_approve,
-- already_decided.
create or replace function approval.decide(
  p_request uuid, p_person text, p_digest bytea, p_verdict text, p_via text, p_reason text
) returns approval.answer language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
  r approval.request;
  p approval.plan;
  a approval.answer;
begin
  perform approval.at_read_committed();
  a.request_id := p_request;
  select * into r from approval.request x where x.tenant_id = t and x.id = p_request for update;
  if r.id is null then
    a.refusal := 'unknown_request';
    return a;
  end if;
  select * into p from approval.plan x where x.tenant_id = t and x.request_id = p_request;
  a.state := r.state;
  a.refusal := case
    when r.state <> 'waiting' or clock_timestamp() >= r.waits_until then 'not_waiting'
    when p.digest is distinct from p_digest then 'not_what_you_were_shown'
    when p_verdict = 'consent' and (p.tier <> 'consent' or p_person <> p.requester) then 'consent_not_enough'
    when p_verdict <> 'consent' and p_person = p.requester then 'own_request'
    when p_person = any(p.chain) then 'in_chain'
    when not people.is_active(p_person) then 'may_not_approve'
    -- A switch on a person stops what they decide as well as what they ask.
    when policy.stopped(array['person'], array[p_person]) is not null then 'may_not_approve'
    when p_verdict <> 'consent' and not policy.may_approve(p.server, people.roles_of(p_person)) then 'may_not_approve'
    when exists (select from approval.decision d where d.tenant_id = t and d.request_id = p_request and d.person = p_person)
      then 'already_decided'
  end;
  if a.refusal is not null then
    perform approval.record('decision_refused', p_request,
      jsonb_build_object('person', p_person, 'verdict', p_verdict, 'via', p_via, 'refusal', a.refusal));
    return a;
  end if;

  insert into approval.decision (tenant_id, request_id, person, verdict, via, digest, reason)
    values (t, p_request, p_person, p_verdict, p_via, p_digest, p_reason);
  perform approval.record('decided', p_request,
    jsonb_build_object('person', p_person, 'verdict', p_verdict, 'via', p_via, 'reason', p_reason));
  if p_verdict = 'reject' then
    perform approval.finish(p_request, 'rejected', p_reason, jsonb_build_object('person', p_person));
    a.state := 'rejected';
    return a;
  end if;
  if approval.is_satisfied(p, p.tier, p.quorum, p.need_role) then
    update approval.request x
      set state = 'approved', approved_at = clock_timestamp(),
          execute_after = clock_timestamp() + make_interval(secs => (p.plan::jsonb ->> 'hold_seconds')::integer),
          execute_until = clock_timestamp()
            + make_interval(secs => (p.plan::jsonb ->> 'hold_seconds')::integer + (p.plan::jsonb ->> 'approved_seconds')::integer)
      where x.tenant_id = t and x.id = p_request;
    a.state := 'approved';
  end if;
  return a;
end$$;
alter function approval.decide(uuid, text, bytea, text, text, text) owner to supercargo_approval_owner;

-- Whether the decisions about exactly this plan satisfy a requirement, by who the people are now. What was decided in the console counts
-- while its person's last sign-in is a day old at most.
create or replace function approval.is_satisfied(p_plan approval.plan, p_tier text, p_quorum integer, p_need_role text) returns boolean
language sql volatile set search_path = '' as $$
  select policy.satisfied(p_plan.server, p_tier, p_quorum, p_need_role,
    (select d.person from approval.decision d where d.tenant_id = p_plan.tenant_id and d.request_id = p_plan.request_id
       and d.digest = p_plan.digest and d.verdict = 'consent'),
    array(select d.person from approval.decision d where d.tenant_id = p_plan.tenant_id and d.request_id = p_plan.request_id
       and d.digest = p_plan.digest and d.verdict = 'approve' and d.person <> p_plan.requester
       and d.person <> all (p_plan.chain)
       and (d.via <> 'console' or people.signed_in_within(d.person, interval '24 hours'))))
$$;
alter function approval.is_satisfied(approval.plan, text, integer, text) owner to supercargo_approval_owner;

-- The requester's own yes, given in the host. The person is the plan's requester; the server is the login's, and so is whether a customer
-- says it: theirs are said by their login, of their own requests.
create or replace function approval.record_consent(p_request uuid, p_digest bytea) returns approval.answer
language plpgsql volatile security definer set search_path = '' as $$
declare
  a approval.answer;
  requester text;
begin
  select r.requester into requester from approval.request r
    where r.tenant_id = app.tenant() and r.id = p_request and r.server = app.server()
      and r.customer_id is not distinct from app.asking_customer();
  if requester is null then
    a.refusal := 'unknown_request';
    return a;
  end if;
  return approval.decide(p_request, requester, p_digest, 'consent', 'elicitation', null);
end$$;
alter function approval.record_consent(uuid, bytea) owner to supercargo_approval_owner;

-- Another person's decision on a terminal, with a secret of their own. A wrong secret is returned and counted, never raised.
create or replace function approval.decide_by_secret(
  p_request uuid, p_person text, p_secret text, p_digest bytea, p_approve boolean, p_reason text
) returns approval.answer language plpgsql volatile security definer set search_path = '' as $$
declare
  a approval.answer;
  checked text := people.check_secret(p_person, p_secret);
begin
  if checked <> 'ok' then
    a.request_id := p_request;
    a.refusal := checked;
    return a;
  end if;
  return approval.decide(p_request, p_person, p_digest, case when p_approve then 'approve' else 'reject' end, 'terminal', p_reason);
end$$;
alter function approval.decide_by_secret(uuid, text, text, bytea, boolean, text) owner to supercargo_approval_owner;

-- The requester takes a request back, as long as nothing was done.
create or replace function approval.withdraw(p_request uuid, p_person text, p_reason text) returns approval.answer
language plpgsql volatile security definer set search_path = '' as $$
declare
  a approval.answer;
  r approval.request;
begin
  a.request_id := p_request;
  select * into r from approval.request x
    where x.tenant_id = app.tenant() and x.id = p_request and x.server = app.server()
      and x.customer_id is not distinct from app.asking_customer() for update;
  if r.id is null or r.requester is distinct from p_person then
    a.refusal := 'unknown_request';
    return a;
  end if;
  a.state := r.state;
  if r.state not in ('waiting', 'approved') then
    a.refusal := 'not_waiting';
    return a;
  end if;
  perform approval.finish(p_request, 'withdrawn', p_reason, jsonb_build_object('person', p_person));
  a.state := 'withdrawn';
  return a;
end$$;
alter function approval.withdraw(uuid, text, text) owner to supercargo_approval_owner;
