-- Taking an event, what the consumer does about it and its outcome are one transaction. What is taken and gets no outcome is undone whole.

-- An event that this transaction took and did not end yet, for the server that consumes it, or null. A trade's function that acts upon an
-- event names its topic, so that no other event of the same server passes for one; null is any.
create or replace function events.taken(p_event uuid, p_topic text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
begin
  return (
    select jsonb_build_object('id', o.id, 'topic', o.topic, 'key', o.key, 'seq', o.seq, 'sender', o.sender, 'payload', o.payload::jsonb,
      'chain', to_jsonb(o.chain), 'case_id', o.case_id, 'published_at', o.published_at)
    from events.delivery d join events.outbox o on (o.tenant_id, o.id) = (d.tenant_id, d.event_id)
    where d.tenant_id = t and d.event_id = p_event and d.consumer = app.server() and d.state = 'pending'
      and d.taken_by = pg_current_xact_id_if_assigned() and (p_topic is null or d.topic = p_topic));
end$$;
alter function events.taken(uuid, text) owner to supercargo_events_owner;

-- Takes a pending event of the calling server for this transaction: locked, due, and first of its key. Null where it is none of that, or
-- where another worker has it.
create or replace function events.take(p_event uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  s constant text := app.server();
begin
  perform from events.delivery d
    where d.tenant_id = t and d.event_id = p_event and d.consumer = s and d.state = 'pending' and d.not_before <= clock_timestamp()
      and not exists (
        select from events.delivery b
        where b.tenant_id = d.tenant_id and b.topic = d.topic and b.key = d.key and b.seq < d.seq and b.state = 'pending')
    for update skip locked;
  if not found then
    return null;
  end if;
  update events.delivery d set taken_by = pg_current_xact_id() where d.tenant_id = t and d.event_id = p_event;
  return events.taken(p_event, null);
end$$;
alter function events.take(uuid) owner to supercargo_events_owner;

-- The outcome of an event taken in this transaction, in words; false where it was not.
create or replace function events.done(p_event uuid, p_outcome text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  d events.delivery;
begin
  update events.delivery x set state = 'done', outcome = left(p_outcome, 500), ended_at = clock_timestamp()
    where x.tenant_id = t and x.event_id = p_event and x.consumer = app.server() and x.state = 'pending'
      and x.taken_by = pg_current_xact_id_if_assigned()
    returning x.* into d;
  if d.event_id is null then
    return false;
  end if;
  perform audit.write(jsonb_build_object('kind', 'consumed', 'event_id', d.event_id, 'topic', d.topic, 'key', d.key, 'seq', d.seq,
    'server', d.consumer, 'outcome', d.outcome));
  return true;
end$$;
alter function events.done(uuid, text) owner to supercargo_events_owner;

-- A try that failed, counted after its transaction was undone: tried again after 1 s, 2 s, 4 s … 5 min, and parked after the twentieth, unless
-- it only waits for what somebody can mend. Where it stands now; null where it was not due or another worker has it.
create or replace function events.failed(p_event uuid, p_reason text, p_waits boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  s constant text := app.server();
  d events.delivery;
  next text;
begin
  select * into d from events.delivery x
    where x.tenant_id = t and x.event_id = p_event and x.consumer = s and x.state = 'pending' and x.not_before <= clock_timestamp()
    for update skip locked;
  if d.event_id is null then
    return null;
  end if;
  next := case when d.tries >= 19 and p_waits is not true then 'parked' else 'pending' end;
  update events.delivery x
    set tries = least(20, d.tries + 1), outcome = left(p_reason, 500),
        not_before = clock_timestamp() + make_interval(secs => least(300, 2 ^ d.tries)),
        state = next,
        ended_at = case when next = 'parked' then clock_timestamp() end
    where x.tenant_id = t and x.event_id = p_event
    returning x.* into d;
  if d.state = 'parked' then
    perform audit.write(jsonb_build_object('kind', 'parked', 'event_id', d.event_id, 'topic', d.topic, 'key', d.key, 'seq', d.seq,
      'server', d.consumer, 'reason', d.outcome));
  end if;
  return d.state;
end$$;
alter function events.failed(uuid, text, boolean) owner to supercargo_events_owner;
