set local role supercargo_approval_owner;

-- The definitions of tools as they were published. A request is bound to the definition it was asked under.
create table approval.definition (
  server text not null,
  tool text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  published_at timestamptz not null default clock_timestamp(),
  primary key (server, tool)
);

-- One row per requester: ask locks it first, so that no two asks of one person pass each other.
create table approval.asker (
  tenant_id text not null,
  requester text not null,
  primary key (tenant_id, requester)
);

-- What was asked, as the approver was shown it: canonical text, its digest, its card. Insert only. Whatever is decided upon or
-- executed is a column generated from the text.
create table approval.plan (
  tenant_id text not null,
  request_id uuid not null,
  plan text not null check (octet_length(plan) <= 65536) check (plan is json object with unique keys),
  digest bytea not null check (digest = sha256(convert_to(E'supercargo/plan/1\n' || plan, 'UTF8'))),
  card text not null check (octet_length(card) <= 32768) check (card is json object with unique keys),
  server text not null generated always as (plan::jsonb ->> 'server') stored,
  tool text not null generated always as (plan::jsonb ->> 'tool') stored,
  definition text not null generated always as (plan::jsonb ->> 'definition') stored,
  requester text not null generated always as (plan::jsonb ->> 'requester') stored,
  agent text generated always as (plan::jsonb ->> 'agent') stored,
  client text generated always as (plan::jsonb ->> 'client') stored,
  attestation text generated always as (plan::jsonb ->> 'attestation') stored,
  amount_minor bigint generated always as ((plan::jsonb ->> 'amount_minor')::bigint) stored check (amount_minor >= 0),
  currency text generated always as (plan::jsonb ->> 'currency') stored,
  rule text not null generated always as (plan::jsonb ->> 'rule') stored,
  tier text not null generated always as (plan::jsonb ->> 'tier') stored,
  quorum integer not null generated always as ((plan::jsonb ->> 'quorum')::integer) stored,
  need_role text generated always as (plan::jsonb ->> 'need_role') stored,
  case_id uuid generated always as ((plan::jsonb ->> 'case_id')::uuid) stored,
  primary key (tenant_id, request_id),
  check ((amount_minor is null) = (currency is null)),
  -- The card's cost is the plan's amount: its decimal has all digits of the minor unit, so without the point it is the amount.
  check (replace(card::jsonb #>> '{cost,amount}', '.', '')::bigint is not distinct from amount_minor),
  check ((card::jsonb #>> '{cost,currency}') is not distinct from currency),
  -- A check that is null holds, so an absent part is no match only where it says so.
  check (((plan::jsonb ->> 'tenant') = tenant_id and (plan::jsonb ->> 'id')::uuid = request_id) is true),
  check (((plan::jsonb ->> 'card') = encode(sha256(convert_to(E'supercargo/card/1\n' || card, 'UTF8')), 'hex')) is true)
);

-- What ask and the decisions answer: where the request stands, or why nothing was done.
create type approval.answer as (request_id uuid, state text, refusal text, detail text);
-- What an effect works with once its request row is locked: the stored plan, or why it may not go on.
create type approval.opening as (request_id uuid, plan jsonb, refusal text, state text, detail text);

-- Where the request stands.
create table approval.request (
  tenant_id text not null,
  id uuid not null,
  server text not null,
  tool text not null,
  requester text not null,
  fingerprint bytea not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'approved', 'executed', 'failed', 'rejected', 'expired', 'withdrawn', 'invalidated')),
  -- Milliseconds, so that a page's cursor holds the instant exactly.
  asked_at timestamptz(3) not null default clock_timestamp(),
  waits_until timestamptz not null,
  approved_at timestamptz,
  execute_after timestamptz,
  execute_until timestamptz,
  ended_at timestamptz,
  reason text check (length(reason) <= 1000),
  result text check (octet_length(result) <= 32768),
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references approval.plan (tenant_id, request_id),
  check ((state = 'approved' or state = 'executed') <= (approved_at is not null and execute_until is not null)),
  check ((state in ('waiting', 'approved')) = (ended_at is null))
);
create index request_fingerprint on approval.request (tenant_id, fingerprint, asked_at desc);
create index request_listing on approval.request (tenant_id, server, asked_at desc, id desc);
create index request_requester_waiting on approval.request (tenant_id, requester) where state = 'waiting';
-- What a worker still has to do, over all tenants.
create index request_due on approval.request (server, state, execute_after) where state in ('waiting', 'approved');

-- Which transitions exist. The same table as the one in TypeScript; a test holds them together.
create table approval.transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into approval.transition (from_state, to_state) values
  ('waiting', 'approved'), ('waiting', 'rejected'), ('waiting', 'expired'), ('waiting', 'withdrawn'), ('waiting', 'invalidated'),
  ('approved', 'executed'), ('approved', 'failed'), ('approved', 'expired'), ('approved', 'withdrawn'), ('approved', 'invalidated');

-- An idempotency key asks for one request: scoped to the requester, kept at least 30 days.
create table approval.idempotency (
  tenant_id text not null,
  requester text not null,
  key text not null check (length(key) between 1 and 128),
  fingerprint bytea not null,
  request_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, requester, key)
);

create table approval.decision (
  tenant_id text not null,
  request_id uuid not null,
  person text not null,
  verdict text not null check (verdict in ('approve', 'reject', 'consent')),
  via text not null check (via in ('elicitation', 'terminal')),
  digest bytea not null,
  reason text check (length(reason) <= 500),
  at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, request_id, person),
  foreign key (tenant_id, request_id) references approval.plan (tenant_id, request_id)
);

-- One execution per request, usable only in the transaction that opened it: effects refer to it with its transaction id.
create table approval.execution (
  tenant_id text not null,
  id uuid not null,
  request_id uuid not null,
  server text not null,
  xact xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  outcome text check (outcome in ('executed', 'failed')),
  primary key (tenant_id, id),
  unique (tenant_id, request_id),
  unique (tenant_id, id, server, xact),
  foreign key (tenant_id, request_id) references approval.plan (tenant_id, request_id)
);

create function approval.frozen() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'what was asked and decided is never edited' using errcode = '42501';
end$$;
create trigger frozen before update or delete on approval.plan for each row execute function approval.frozen();
create trigger frozen_truncate before truncate on approval.plan for each statement execute function approval.frozen();
create trigger frozen before update or delete on approval.decision for each row execute function approval.frozen();
create trigger frozen_truncate before truncate on approval.decision for each statement execute function approval.frozen();

-- A request moves only along the table of transitions, whoever writes it.
create function approval.check_transition() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.state <> old.state
     and not exists (select from approval.transition t where t.from_state = old.state and t.to_state = new.state) then
    raise exception 'a request does not go from % to %', old.state, new.state using errcode = '23514';
  end if;
  return new;
end$$;
create trigger check_transition before update of state on approval.request for each row execute function approval.check_transition();

-- A local execution that has no outcome at commit undoes its transaction: consumed without effect cannot be.
create function approval.must_conclude() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- In another tenant the row would not be seen: whoever consumes ends the transaction in the tenant in which it was done.
  if new.tenant_id <> app.tenant()
     or exists (select from approval.execution e where e.tenant_id = new.tenant_id and e.id = new.id and e.outcome is null) then
    raise exception 'execution % has no outcome', new.id using errcode = '23514';
  end if;
  return null;
end$$;
create constraint trigger must_conclude after insert on approval.execution deferrable initially deferred
  for each row execute function approval.must_conclude();

reset role;
create schema sweep authorization supercargo_sweeper;
select app.wall('approval', t) from unnest(array['asker', 'plan', 'request', 'idempotency', 'decision', 'execution']) t;
select app.door('approval', t, r, 'select')
  from unnest(array['plan', 'request', 'decision']) t, unnest(array['supercargo_terminal', 'supercargo_auditor']) r;
-- A server sees the requests of its own trade.
create policy inventory_select on approval.plan for select to supercargo_inventory
  using (tenant_id = (select app.tenant()) and server = (select app.server()));
create policy inventory_select on approval.request for select to supercargo_inventory
  using (tenant_id = (select app.tenant()) and server = (select app.server()));
create policy inventory_select on approval.decision for select to supercargo_inventory
  using (tenant_id = (select app.tenant()) and exists (
    select from approval.request r where r.tenant_id = decision.tenant_id and r.id = decision.request_id));
-- The sweeper finds what is due over all tenants; its functions return a tenant and an id.
create policy sweeper_select on approval.request for select to supercargo_sweeper using (true);
