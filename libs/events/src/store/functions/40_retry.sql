-- An administrator has an event that was given up tried again, with a secret of their own: from the first try on, and in front of those of
-- its key that still wait. Returns what was refused, or 'ok'.
create or replace function events.retry_by_secret(p_person text, p_secret text, p_event uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  checked constant text := people.check_secret(p_person, p_secret);
  d events.delivery;
begin
  if checked <> 'ok' then
    return checked;
  end if;
  if not 'administrator' = any(people.roles_of(p_person)) then
    return 'not_an_administrator';
  end if;
  update events.delivery x set state = 'pending', tries = 0, not_before = clock_timestamp(), ended_at = null
    where x.tenant_id = t and x.event_id = p_event and x.state = 'parked'
    returning x.* into d;
  if d.event_id is null then
    return 'not_given_up';
  end if;
  perform audit.write(jsonb_build_object('kind', 'retried', 'person', p_person, 'via', 'terminal', 'event_id', d.event_id,
    'topic', d.topic, 'key', d.key, 'seq', d.seq, 'server', d.consumer, 'reason', d.outcome));
  return 'ok';
end$$;
alter function events.retry_by_secret(text, text, uuid) owner to supercargo_events_owner;
