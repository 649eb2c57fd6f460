-- What one server tells another. An event is published in the transaction of what it tells of, and taken by the one server that consumes its
-- topic in the transaction of what that server does about it. Who asked and approved travels with it.
set local role supercargo_events_owner;

-- Which server tells which other what, the same for every tenant.
create table events.topic (
  topic text primary key check (topic ~ '^[a-z_]{1,30}\.[a-z_]{1,30}$'),
  sender text not null check (sender ~ '^[a-z]{2,20}$'),
  consumer text not null check (consumer ~ '^[a-z]{2,20}$')
);
-- Which login may publish it. An importer tells what a file says of a server, and has no execution that it would be the effect of.
create table events.sender (
  role name not null,
  topic text not null,
  without_execution boolean not null default false,
  primary key (role, topic)
);
insert into events.topic (topic, sender, consumer) values
  ('purchase_order.received', 'inventory', 'payments'),
  ('shipment.delayed', 'logistics', 'orders'),
  ('return.approved', 'returns', 'payments'),
  ('payment.proposed', 'payments', 'payments');
insert into events.sender (role, topic, without_execution) values
  ('supercargo_inventory', 'purchase_order.received', false),
  ('supercargo_importer', 'purchase_order.received', true),
  ('supercargo_logistics', 'shipment.delayed', false),
  ('supercargo_importer', 'shipment.delayed', true),
  ('supercargo_returns', 'return.approved', false),
  ('supercargo_payments', 'payment.proposed', false);

-- How many events a key of a topic has. Whoever publishes the next holds this row until its commit, so that the order of a key is the order
-- of commits and an event is never seen before the one in front of it.
create table events.stream (
  tenant_id text not null,
  topic text not null,
  key text not null check (length(key) between 1 and 128),
  last bigint not null check (last > 0),
  primary key (tenant_id, topic, key)
);

-- What was told. Insert only.
create table events.outbox (
  tenant_id text not null,
  id uuid not null default gen_random_uuid(),
  topic text not null,
  key text not null check (length(key) between 1 and 128),
  seq bigint not null check (seq > 0),
  sender text not null,
  payload text not null check (octet_length(payload) <= 16384) check (payload is json object with unique keys),
  -- Who asked for what it tells of, first, and everybody who approved it or what led to it. Empty where a file says it.
  chain text[] not null check (cardinality(chain) <= 64) check (array_position(chain, null) is null),
  execution_id uuid,
  case_id uuid,
  published_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  unique (tenant_id, topic, key, seq),
  check ((execution_id is null) = (chain = '{}'))
);

-- How its consumer stands to it. Topic, key and number are the event's, so that what comes next is found without reading what was told.
create table events.delivery (
  tenant_id text not null,
  event_id uuid not null,
  consumer text not null,
  topic text not null,
  key text not null,
  seq bigint not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'parked')),
  tries integer not null default 0 check (tries between 0 and 20),
  not_before timestamptz not null default clock_timestamp(),
  -- What came of it, or why the last try failed.
  outcome text check (length(outcome) <= 500),
  -- The transaction that took it: it ends the delivery, or nothing of it is.
  taken_by xid8,
  ended_at timestamptz,
  primary key (tenant_id, event_id),
  foreign key (tenant_id, event_id) references events.outbox,
  check ((state = 'pending') = (ended_at is null)),
  check (state = 'pending' or outcome is not null)
);
-- What waits in front of an event, for its key.
create unique index delivery_key on events.delivery (tenant_id, topic, key, seq) where state = 'pending';
-- What a worker still has to do, over all tenants.
create index delivery_pending on events.delivery (consumer, tenant_id, event_id) where state = 'pending';
-- What a person is told of.
create index delivery_open on events.delivery (tenant_id, consumer, state) where state <> 'done';

create function events.frozen() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'what was told is never edited' using errcode = '42501';
end$$;
create trigger frozen before update or delete on events.outbox for each row execute function events.frozen();
create trigger frozen_truncate before truncate on events.outbox for each statement execute function events.frozen();
create trigger frozen before delete on events.delivery for each row execute function events.frozen();
create trigger frozen_truncate before truncate on events.delivery for each statement execute function events.frozen();

-- A delivery ends once, and stays the delivery of its event, whoever writes it.
create function events.keep_delivery() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.state <> 'pending'
     or (new.tenant_id, new.event_id, new.consumer, new.topic, new.key, new.seq)
       is distinct from (old.tenant_id, old.event_id, old.consumer, old.topic, old.key, old.seq) then
    raise exception 'a delivery that ended is never edited' using errcode = '42501';
  end if;
  return new;
end$$;
create trigger keep_delivery before update on events.delivery for each row execute function events.keep_delivery();

-- What a transaction took it ends, or it is undone whole: an event is neither lost nor consumed twice.
create function events.must_end() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- In another tenant the row would not be seen: whoever takes ends the transaction in the tenant in which it was done.
  if new.tenant_id <> app.tenant() or exists (
       select from events.delivery d where d.tenant_id = new.tenant_id and d.event_id = new.event_id and d.state = 'pending') then
    raise exception 'event % was taken and has no outcome', new.event_id using errcode = '23514';
  end if;
  return null;
end$$;
create constraint trigger must_end after update of taken_by on events.delivery deferrable initially deferred
  for each row execute function events.must_end();

reset role;
set local role supercargo_approval_owner;

-- A request that an event led to: which, and who had their say before. The text of its plan says both, as it says the other columns.
alter table approval.plan drop constraint plan_check_columns;
alter type approval.plan_columns add attribute event_id uuid, add attribute chain text[];
create or replace function approval.columns_of(p_plan text) returns approval.plan_columns
language plpgsql immutable set search_path = '' as $$
declare
  p constant jsonb := p_plan::jsonb;
begin
  return (p ->> 'tenant', (p ->> 'id')::uuid, p ->> 'server', p ->> 'tool', p ->> 'definition', p ->> 'requester', p ->> 'agent',
    p ->> 'client', p ->> 'attestation', (p ->> 'amount_minor')::bigint, p ->> 'currency', (p ->> 'units')::bigint, p ->> 'rule',
    p ->> 'tier', (p ->> 'quorum')::integer, p ->> 'need_role', (p ->> 'case_id')::uuid, p ->> 'card', (p ->> 'event')::uuid,
    case when p ? 'chain' then array(select jsonb_array_elements_text(p -> 'chain')) else '{}' end)::approval.plan_columns;
end$$;
alter table approval.plan
  add column event_id uuid,
  add column chain text[] not null default '{}',
  add constraint plan_check_columns check (
    row(tenant_id, request_id, server, tool, definition, requester, agent, client, attestation, amount_minor, currency, units, rule, tier,
      quorum, need_role, case_id, encode(sha256(convert_to(E'supercargo/card/1\n' || card, 'UTF8')), 'hex'), event_id,
      chain)::approval.plan_columns
    is not distinct from approval.columns_of(plan)),
  -- Its requester is who asked first, and two other people approve it at least.
  add constraint plan_check_born check (
    case when event_id is null then chain = '{}'
      else coalesce(chain[1] = requester, false) and tier = 'person' and quorum >= 2 end);
-- An event leads to one request.
create unique index plan_event on approval.plan (tenant_id, event_id) where event_id is not null;

-- Who stands behind an execution: its request, who asked and approved, and its case.
create type approval.story as (request_id uuid, chain text[], case_id uuid);

reset role;
alter table events.outbox add foreign key (tenant_id, execution_id) references approval.execution (tenant_id, id);
alter table approval.plan add foreign key (tenant_id, event_id) references events.outbox (tenant_id, id);

select app.wall('events', t) from unnest(array['stream', 'outbox', 'delivery']) t;
select app.door('events', t, 'supercargo_auditor', 'select') from unnest(array['outbox', 'delivery']) t;
-- The sweeper finds what is pending over all tenants; its function returns a tenant and an id.
create policy sweeper_select on events.delivery for select to supercargo_sweeper using (true);
