-- What the worker of the calling server may take now, over all tenants: due, and first of its key. A tenant and an id, page by page after
-- the last of the page before, as sweep.due.
create or replace function sweep.pending(p_limit integer, p_after_tenant text, p_after_event uuid)
returns table (tenant_id text, event_id uuid)
language sql volatile security definer set search_path = '' as $$
  select d.tenant_id, d.event_id
  from events.delivery d
  where d.consumer = app.server() and d.state = 'pending' and d.not_before <= clock_timestamp()
    and not exists (
      select from events.delivery b
      where b.tenant_id = d.tenant_id and b.topic = d.topic and b.key = d.key and b.seq < d.seq and b.state = 'pending')
    and (p_after_tenant is null or (d.tenant_id, d.event_id) > (p_after_tenant, p_after_event))
  order by d.tenant_id, d.event_id
  limit least(p_limit, 100)
$$;
alter function sweep.pending(integer, text, uuid) owner to supercargo_sweeper;

-- How the consumers of the tenant stand: what is still to be taken, and what was given up.
create or replace function events.standing() returns table (consumer text, pending bigint, parked bigint)
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
begin
  return query
    select d.consumer, count(*) filter (where d.state = 'pending'), count(*) filter (where d.state = 'parked')
    from events.delivery d where d.tenant_id = t and d.state <> 'done'
    group by d.consumer order by d.consumer;
end$$;
alter function events.standing() owner to supercargo_events_owner;

-- The execution that an event tells of, of the last one of its topic and key: whoever acts on what it tells without it stands on the same.
create or replace function events.told_by(p_topic text, p_key text) returns uuid
language sql volatile security definer set search_path = '' as $$
  select o.execution_id from events.outbox o
  where o.tenant_id = (select app.tenant()) and o.topic = p_topic and o.key = p_key
  order by o.seq desc limit 1
$$;
alter function events.told_by(text, text) owner to supercargo_events_owner;
