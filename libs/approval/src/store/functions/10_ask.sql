-- Writes down a plan that waits for its approval. Everything that decides comes from the plan's stored text, the login of the session
-- and the live policy. One order of locks: the asker, the tenant close to its bound, then new rows only.
-- Refusals: inactive, stopped, definition_changed, no_policy, currency, policy_moved, plan_times, idempotency_key_reused,
-- too_many_waiting.
create or replace function approval.ask(p_plan text, p_card text, p_idempotency_key text) returns approval.answer
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  s constant text := app.server();
  p constant jsonb := p_plan::jsonb;
  v policy.verdict;
  a approval.answer;
  fp bytea;
  stop text;
begin
  perform approval.at_read_committed();
  if p ->> 'server' is distinct from s or p ->> 'tenant' is distinct from t then
    raise exception 'a plan of another server or tenant' using errcode = '42501';
  end if;
  if not approval.is_whole(p) then
    raise exception 'a plan that lacks a part' using errcode = '22023';
  end if;
  a.request_id := (p ->> 'id')::uuid;
  fp := approval.fingerprint(p);

  -- Before the asker's row, so that nobody who is nobody has one.
  if not people.is_active(p ->> 'requester') then
    a.refusal := 'inactive';
    return a;
  end if;
  insert into approval.asker (tenant_id, requester) values (t, p ->> 'requester') on conflict do nothing;
  perform from approval.asker k where k.tenant_id = t and k.requester = p ->> 'requester' for update;

  stop := approval.stopped(p);
  if stop is not null then
    a.refusal := 'stopped';
    a.detail := stop;
    return a;
  end if;

  a := approval.already_asked(p, fp, p_idempotency_key);
  if a.request_id is not null or a.refusal is not null then
    return a;
  end if;
  a.request_id := (p ->> 'id')::uuid;

  if not exists (select from approval.definition d where d.server = s and d.tool = p ->> 'tool' and d.hash = p ->> 'definition') then
    a.refusal := 'definition_changed';
    return a;
  end if;
  v := policy.required(s, p ->> 'tool', p ->> 'currency', (p ->> 'amount_minor')::bigint, (p ->> 'units')::bigint, p ->> 'requester');
  if v.refusal is not null then
    a.refusal := v.refusal;
    return a;
  end if;
  if (v.rule, v.tier, v.quorum::text, v.need_role, v.hold_seconds::text, v.approved_seconds::text)
     is distinct from (p ->> 'rule', p ->> 'tier', p ->> 'quorum', p ->> 'need_role', p ->> 'hold_seconds', p ->> 'approved_seconds') then
    a.refusal := 'policy_moved';
    return a;
  end if;
  if abs(extract(epoch from clock_timestamp() - (p ->> 'created_at')::timestamptz)) > 300
     or (p ->> 'expires_at')::timestamptz > (p ->> 'created_at')::timestamptz + make_interval(secs => v.waiting_seconds) then
    a.refusal := 'plan_times';
    return a;
  end if;
  -- Close to the tenant's bound its people ask one at a time, on a row that is nobody's, so that no two take the same room.
  if (select count(*) from approval.request r where r.tenant_id = t and r.state = 'waiting') >= 300 then
    insert into approval.asker (tenant_id, requester) values (t, '') on conflict do nothing;
    perform from approval.asker k where k.tenant_id = t and k.requester = '' for update;
  end if;
  if (select count(*) from approval.request r where r.tenant_id = t and r.requester = p ->> 'requester' and r.state = 'waiting') >= 50
     or (select count(*) from approval.request r where r.tenant_id = t and r.state = 'waiting') >= 500 then
    a.refusal := 'too_many_waiting';
    return a;
  end if;

  -- The table holds each of these to the text.
  insert into approval.plan (tenant_id, request_id, plan, digest, card, server, tool, definition, requester, agent, client, attestation,
      amount_minor, currency, units, rule, tier, quorum, need_role, case_id)
    values (t, a.request_id, p_plan, sha256(convert_to(E'supercargo/plan/1\n' || p_plan, 'UTF8')), p_card, s, p ->> 'tool',
      p ->> 'definition', p ->> 'requester', p ->> 'agent', p ->> 'client', p ->> 'attestation', (p ->> 'amount_minor')::bigint,
      p ->> 'currency', (p ->> 'units')::bigint, p ->> 'rule', p ->> 'tier', (p ->> 'quorum')::integer, p ->> 'need_role',
      (p ->> 'case_id')::uuid);
  insert into approval.request (tenant_id, id, server, tool, requester, fingerprint, waits_until)
    values (t, a.request_id, s, p ->> 'tool', p ->> 'requester', fp, (p ->> 'expires_at')::timestamptz);
  if p_idempotency_key is not null then
    insert into approval.idempotency (tenant_id, requester, key, fingerprint, request_id)
      values (t, p ->> 'requester', p_idempotency_key, fp, a.request_id);
  end if;
  perform approval.record('asked', a.request_id, jsonb_build_object('idempotency_key', p_idempotency_key));
  a.state := 'waiting';
  return a;
end$$;
alter function approval.ask(text, text, text) owner to supercargo_approval_owner;

-- The request that a call already stands for, before anything is planned: what was asked and done may have changed the facts that a
-- second plan would be refused on. All null when there is none. Refusal: idempotency_key_reused.
create or replace function approval.find_asked(p_tool text, p_requester text, p_arguments text, p_idempotency_key text)
returns approval.answer language plpgsql stable security definer set search_path = '' as $$
declare
  p constant jsonb := jsonb_build_object('tenant', app.tenant(), 'server', app.server(), 'tool', p_tool, 'requester', p_requester,
    'arguments', p_arguments::jsonb);
begin
  return approval.already_asked(p, approval.fingerprint(p), p_idempotency_key);
end$$;
alter function approval.find_asked(text, text, text, text) owner to supercargo_approval_owner;
