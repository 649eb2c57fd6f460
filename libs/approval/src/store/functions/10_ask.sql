-- The parts that every ask goes through, in this order: parse, admit, already asked or not, judge, keep. Everything that decides comes from the
-- plan's stored text, the login of the session and the live policy. One order of locks: the asker, the tenant close to its bound, then new
-- rows only.

-- A plan's text, whole, of the calling server and tenant, and of the customer whom the transaction is for, or of none: what customers ask for is
-- asked by their login alone, and it asks for nothing else. Another is no caller's mistake: raised.
create or replace function approval.parse(p_plan text) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
  p constant jsonb := p_plan::jsonb;
begin
  perform approval.at_read_committed();
  if p ->> 'server' is distinct from app.server() or p ->> 'tenant' is distinct from t then
    raise exception 'a plan of another server or tenant' using errcode = '42501';
  end if;
  if p ->> 'customer' is distinct from app.asking_customer() then
    raise exception 'a plan of another customer' using errcode = '42501';
  end if;
  if policy.is_for_customers(p ->> 'server', p ->> 'tool') <> (app.asking_customer() is not null) then
    raise exception 'a tool that others ask for' using errcode = '42501';
  end if;
  if not approval.is_whole(p) then
    raise exception 'a plan that lacks a part' using errcode = '22023';
  end if;
  return p;
end$$;
alter function approval.parse(text) owner to supercargo_approval_owner;

-- Lets an active person ask, one request at a time. Refusals: inactive, stopped.
create or replace function approval.admit(p jsonb) returns approval.answer
language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
  a approval.answer;
begin
  a.request_id := (p ->> 'id')::uuid;
  -- Before the asker's row, so that nobody who is nobody has one. In the name of staff no customer asks.
  if not people.is_active(p ->> 'requester')
     or (app.asking_customer() is not null and not 'customer' = any(people.roles_of(p ->> 'requester'))) then
    a.refusal := 'inactive';
    return a;
  end if;
  insert into approval.asker (tenant_id, requester) values (t, p ->> 'requester') on conflict do nothing;
  perform from approval.asker k where k.tenant_id = t and k.requester = p ->> 'requester' for update;
  a.detail := approval.stopped(p);
  if a.detail is not null then
    a.refusal := 'stopped';
  end if;
  return a;
end$$;
alter function approval.admit(jsonb) owner to supercargo_approval_owner;

-- What the live policy requires of a plan now. Where an event led to it nobody asked in person, so two others approve it at least, whatever
-- the policy says.
create or replace function approval.required(
  p_server text, p_tool text, p_currency text, p_amount bigint, p_units bigint, p_requester text, p_event uuid
) returns policy.verdict language plpgsql volatile set search_path = '' as $$
declare
  v policy.verdict := policy.required(p_server, p_tool, p_currency, p_amount, p_units, p_requester);
begin
  if v.refusal is null and p_event is not null then
    v.tier := 'person';
    v.quorum := greatest(v.quorum, 2);
    v.why := 'event';
  end if;
  return v;
end$$;
alter function approval.required(text, text, text, bigint, bigint, text, uuid) owner to supercargo_approval_owner;

-- Whether a plan is what the policy says now, and there is room for one more that waits.
-- Refusals: definition_changed, no_policy, currency, policy_moved, plan_times, too_many_waiting.
create or replace function approval.judge_plan(p jsonb, p_event uuid) returns approval.answer
language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
  s constant text := app.server();
  v policy.verdict;
  a approval.answer;
begin
  a.request_id := (p ->> 'id')::uuid;
  if not exists (select from approval.definition d where d.server = s and d.tool = p ->> 'tool' and d.hash = p ->> 'definition') then
    a.refusal := 'definition_changed';
    return a;
  end if;
  v := approval.required(s, p ->> 'tool', p ->> 'currency', (p ->> 'amount_minor')::bigint, (p ->> 'units')::bigint, p ->> 'requester',
    p_event);
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
  -- What an event led to is nobody's runaway agent: it has room of the tenant's.
  if (p_event is null
      and (select count(*) from approval.request r where r.tenant_id = t and r.requester = p ->> 'requester' and r.state = 'waiting') >= 50)
     or (select count(*) from approval.request r where r.tenant_id = t and r.state = 'waiting') >= 500 then
    a.refusal := 'too_many_waiting';
  end if;
  return a;
end$$;
alter function approval.judge_plan(jsonb, uuid) owner to supercargo_approval_owner;

-- Writes down a judged plan and its request, which waits. The table holds each column to the text.
create or replace function approval.keep(p jsonb, p_plan text, p_card text, p_fingerprint bytea) returns void
language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
  s constant text := app.server();
  id constant uuid := (p ->> 'id')::uuid;
begin
  insert into approval.plan (tenant_id, request_id, plan, digest, card, server, tool, definition, requester, agent, client, attestation,
      amount_minor, currency, units, rule, tier, quorum, need_role, case_id, customer_id, event_id, chain)
    values (t, id, p_plan, sha256(convert_to(E'supercargo/plan/1\n' || p_plan, 'UTF8')), p_card, s, p ->> 'tool',
      p ->> 'definition', p ->> 'requester', p ->> 'agent', p ->> 'client', p ->> 'attestation', (p ->> 'amount_minor')::bigint,
      p ->> 'currency', (p ->> 'units')::bigint, p ->> 'rule', p ->> 'tier', (p ->> 'quorum')::integer, p ->> 'need_role',
      (p ->> 'case_id')::uuid, p ->> 'customer', (p ->> 'event')::uuid,
      case when p ? 'chain' then array(select jsonb_array_elements_text(p -> 'chain')) else '{}' end);
  insert into approval.request (tenant_id, id, server, tool, requester, fingerprint, waits_until, customer_id)
    values (t, id, s, p ->> 'tool', p ->> 'requester', p_fingerprint, (p ->> 'expires_at')::timestamptz, p ->> 'customer');
end$$;
alter function approval.keep(jsonb, text, text, bytea) owner to supercargo_approval_owner;

-- Writes down a plan that waits for its approval.
-- Refusals: those of admit and judge_plan, idempotency_key_reused.
create or replace function approval.ask(p_plan text, p_card text, p_idempotency_key text) returns approval.answer
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  p constant jsonb := approval.parse(p_plan);
  fp constant bytea := approval.fingerprint(p);
  a approval.answer;
begin
  if p ?| array['event', 'chain'] then
    raise exception 'what an event led to is asked by ask_born' using errcode = '42501';
  end if;
  a := approval.admit(p);
  if a.refusal is not null then
    return a;
  end if;
  a := approval.already_asked(p, fp, p_idempotency_key);
  if a.request_id is not null or a.refusal is not null then
    return a;
  end if;
  a := approval.judge_plan(p, null);
  if a.refusal is not null then
    return a;
  end if;
  perform approval.keep(p, p_plan, p_card, fp);
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
    'arguments', p_arguments::jsonb, 'customer', app.asking_customer());
begin
  return approval.already_asked(p, approval.fingerprint(p), p_idempotency_key);
end$$;
alter function approval.find_asked(text, text, text, text) owner to supercargo_approval_owner;
