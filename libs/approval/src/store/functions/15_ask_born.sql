-- Whether a plan is of what its event tells: its amount is the one that is told, and what is told by an id or a number stands under the same
-- name in what the plan would do.
create or replace function approval.is_of_told(p jsonb, p_payload jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select not exists (
    select from jsonb_each_text(p_payload) as told (name, value)
    where told.value is not null and case
      when told.name in ('amount_minor', 'currency') then p ->> told.name is distinct from told.value
      when told.name ~ '_(id|number)$' then p #>> array['effect', told.name] is distinct from told.value
    end)
$$;
alter function approval.is_of_told(jsonb, jsonb) owner to supercargo_approval_owner;

-- Writes down a plan that an event led to. The event says who asks, its first, who may not approve, all of them, and what it is about; it is
-- one that this transaction took. An event leads to one request: the same asked again is that one, and another is raised.
-- Refusals: unknown_event, not_what_was_told, those of admit and judge_plan.
create or replace function approval.ask_born(p_event uuid, p_plan text, p_card text) returns approval.answer
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  e constant jsonb := events.taken(p_event, null);
  p jsonb;
  fp bytea;
  earlier approval.request;
  a approval.answer;
begin
  if e is null then
    a.refusal := 'unknown_event';
    return a;
  end if;
  p := approval.parse(p_plan);
  if (p ->> 'event', p -> 'chain', p ->> 'requester', p ->> 'case_id')
     is distinct from (p_event::text, e -> 'chain', e #>> '{chain,0}', e ->> 'case_id') then
    raise exception 'a plan that is not of this event' using errcode = '42501';
  end if;
  a := approval.admit(p);
  if a.refusal is not null then
    return a;
  end if;
  fp := approval.fingerprint(p);
  select r.* into earlier from approval.plan x join approval.request r on (r.tenant_id, r.id) = (x.tenant_id, x.request_id)
    where x.tenant_id = t and x.event_id = p_event;
  if earlier.fingerprint <> fp then
    raise exception 'an event leads to one request' using errcode = '42501';
  end if;
  if earlier.id is not null then
    a.request_id := earlier.id;
    a.state := earlier.state;
    return a;
  end if;
  if not approval.is_of_told(p, e -> 'payload') then
    a.refusal := 'not_what_was_told';
    return a;
  end if;
  a := approval.judge_plan(p, p_event);
  if a.refusal is not null then
    return a;
  end if;
  perform approval.keep(p, p_plan, p_card, fp);
  perform approval.record('asked', a.request_id, jsonb_build_object('event_id', p_event, 'chain', e -> 'chain'));
  a.state := 'waiting';
  return a;
end$$;
alter function approval.ask_born(uuid, text, text) owner to supercargo_approval_owner;

-- Who stands behind an execution that this transaction opened: who asked, who consented or approved, and who stood behind the event that led
-- to its request. For the event that tells of it.
create or replace function approval.behind(p_execution uuid) returns approval.story
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  p approval.plan;
  s approval.story;
begin
  select x.* into p from approval.execution e join approval.plan x on (x.tenant_id, x.request_id) = (e.tenant_id, e.request_id)
    where e.tenant_id = t and e.id = p_execution and e.server = app.server() and e.kind = 'local'
      and e.xact = pg_current_xact_id_if_assigned();
  if p.request_id is null then
    raise exception 'an execution that this transaction did not open' using errcode = '42501';
  end if;
  s.request_id := p.request_id;
  s.case_id := p.case_id;
  select array_agg(w.person order by w.place) into s.chain
  from (
    select n.person, min(n.place) as place
    from unnest(p.requester || array(
      select d.person from approval.decision d
      where d.tenant_id = t and d.request_id = p.request_id and d.verdict <> 'reject' order by d.at) || p.chain)
      with ordinality as n (person, place)
    group by n.person) w;
  return s;
end$$;
alter function approval.behind(uuid) owner to supercargo_approval_owner;

-- Whether somebody who approved a request had their say in an earlier execution, of whatever server: asked for it, consented to it,
-- approved it, or stood behind the event that led to it. For effects that stand on an earlier one, asked for by an event or directly.
create or replace function approval.had_a_say(p_request uuid, p_execution uuid) returns boolean
language sql volatile security definer set search_path = '' as $$
  select exists (
    select from approval.decision now
    join approval.execution e on e.tenant_id = now.tenant_id and e.id = p_execution
    join approval.plan before on (before.tenant_id, before.request_id) = (e.tenant_id, e.request_id)
    where now.tenant_id = (select app.tenant()) and now.request_id = p_request and now.verdict = 'approve'
      and (now.person = before.requester or now.person = any(before.chain) or exists (
        select from approval.decision d
        where d.tenant_id = before.tenant_id and d.request_id = before.request_id and d.verdict <> 'reject' and d.person = now.person)))
$$;
alter function approval.had_a_say(uuid, uuid) owner to supercargo_approval_owner;
