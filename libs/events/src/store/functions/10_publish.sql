-- Tells the consumer of a topic what the caller's transaction does, in that transaction. Called by the trades' functions and triggers. The
-- login of the session says who tells, the execution that this transaction opened says who asked and approved.
create or replace function events.publish(p_topic text, p_key text, p_execution uuid, p_payload jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  about events.topic;
  allowed events.sender;
  story approval.story;
  told events.outbox;
begin
  select * into allowed from events.sender s where s.role = session_user and s.topic = p_topic;
  select * into about from events.topic x where x.topic = allowed.topic;
  if about.topic is null then
    raise exception 'this login does not publish %', p_topic using errcode = '42501';
  end if;
  if allowed.without_execution <> (p_execution is null) then
    raise exception 'an effect is told of with its execution, and what a file says without' using errcode = '42501';
  end if;
  if p_execution is not null then
    story := approval.behind(p_execution);
  end if;

  insert into events.stream as s (tenant_id, topic, key, last) values (t, p_topic, p_key, 1)
    on conflict (tenant_id, topic, key) do update set last = s.last + 1
    returning s.last into told.seq;
  insert into events.outbox as o (tenant_id, topic, key, seq, sender, payload, chain, execution_id, case_id)
    values (t, p_topic, p_key, told.seq, about.sender, audit.canonical(p_payload), coalesce(story.chain, '{}'), p_execution, story.case_id)
    returning o.* into told;
  insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq)
    values (t, told.id, about.consumer, p_topic, p_key, told.seq);
  perform audit.write(jsonb_build_object('kind', 'published', 'event_id', told.id, 'topic', p_topic, 'key', p_key, 'seq', told.seq,
    'server', about.sender, 'consumer', about.consumer, 'request_id', story.request_id, 'execution_id', p_execution,
    'case_id', story.case_id, 'chain', to_jsonb(told.chain), 'payload', encode(sha256(convert_to(told.payload, 'UTF8')), 'hex')));
  return told.id;
end$$;
alter function events.publish(text, text, uuid, jsonb) owner to supercargo_events_owner;
