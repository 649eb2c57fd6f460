set local role supercargo_policy_owner;

-- Which roles may approve requests of which server, of others' requests always. From the table of roles; the same for every tenant.
create table policy.approver_role (
  server text not null,
  role text not null,
  primary key (server, role)
);
insert into policy.approver_role (server, role) values ('inventory', 'supply_chain_manager'), ('inventory', 'finance');

-- Policy is data: versions are inserted and never edited, and one of them is live.
create table policy.version (
  tenant_id text not null,
  version integer not null check (version > 0),
  published_at timestamptz not null default clock_timestamp(),
  published_by text[] not null,
  note text not null check (length(note) <= 500),
  primary key (tenant_id, version)
);

-- A rule is one value band of one tool: it applies to amounts above over_minor, up to the next band. Tools without an amount have
-- one band that starts below zero.
create table policy.rule (
  tenant_id text not null,
  version integer not null,
  server text not null,
  tool text not null,
  over_minor bigint not null check (over_minor >= -1),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  tier text not null check (tier in ('consent', 'person')),
  quorum integer not null check (quorum between 1 and 5),
  need_role text,
  hold_seconds integer not null default 0 check (hold_seconds between 0 and 86400),
  waiting_seconds integer not null default 86400 check (waiting_seconds between 1 and 86400),
  approved_seconds integer not null default 3600 check (approved_seconds between 1 and 3600),
  primary key (tenant_id, version, server, tool, over_minor),
  foreign key (tenant_id, version) references policy.version,
  check (tier <> 'consent' or (quorum = 1 and need_role is null))
);

create table policy.live (
  tenant_id text primary key,
  version integer not null,
  foreign key (tenant_id, version) references policy.version
);

-- Rolling totals of what requesters may consent to alone: per requester over all servers, and per server and tenant.
create table policy.consent_limit (
  tenant_id text not null,
  dimension text not null check (dimension in ('requester', 'server')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cap_minor bigint not null check (cap_minor >= 0),
  primary key (tenant_id, dimension)
);

-- One row per account, updated first so that no two reservations of it sum at the same time.
create table policy.consent_account (
  tenant_id text not null,
  dimension text not null,
  holder text not null,
  reservations bigint not null default 0,
  primary key (tenant_id, dimension, holder)
);

-- What was spent by consent, by hour. A window is a sum of hours, the oldest counted whole.
create table policy.consent_spent (
  tenant_id text not null,
  dimension text not null,
  holder text not null,
  hour timestamptz not null,
  spent_minor bigint not null check (spent_minor >= 0),
  primary key (tenant_id, dimension, holder, hour),
  foreign key (tenant_id, dimension, holder) references policy.consent_account
);

-- What policy asks of a plan: whose approval, how many, and for how long each step may wait. `refusal` is set where policy has no answer.
create type policy.verdict as (
  refusal text,
  tier text,
  quorum integer,
  need_role text,
  rule text,
  version integer,
  why text,
  hold_seconds integer,
  waiting_seconds integer,
  approved_seconds integer
);

-- A person, agent, client, tool or whole tenant that was stopped, at once.
create table policy.kill_switch (
  tenant_id text not null,
  kind text not null check (kind in ('person', 'agent', 'client', 'tool', 'tenant')),
  id text not null check (length(id) between 1 and 200),
  reason text not null check (length(reason) between 1 and 500),
  thrown_by text not null,
  thrown_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, kind, id)
);

create function policy.frozen() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'a published policy is never edited' using errcode = '42501', hint = 'publish a new version';
end$$;
create trigger frozen before update or delete on policy.version for each row execute function policy.frozen();
create trigger frozen before update or delete on policy.rule for each row execute function policy.frozen();
create trigger frozen_truncate before truncate on policy.version for each statement execute function policy.frozen();
create trigger frozen_truncate before truncate on policy.rule for each statement execute function policy.frozen();

reset role;
select app.wall('policy', t)
  from unnest(array['version', 'rule', 'live', 'consent_limit', 'consent_account', 'consent_spent', 'kill_switch']) t;
select app.door('policy', t, 'supercargo_auditor', 'select') from unnest(array['version', 'rule', 'live', 'kill_switch']) t;
