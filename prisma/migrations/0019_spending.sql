set local role supercargo_policy_owner;

-- What may leave: policy data as the rules are, of a version and never edited. A row is one cell of dimension × span in one currency, for
-- one holder or, as '*', for every holder without a row of its own: so much for each payee, for each requester, and so on.
create table policy.spending_cap (
  tenant_id text not null,
  version integer not null,
  dimension text not null check (dimension in ('tenant', 'requester', 'agent', 'payee', 'cost_centre')),
  holder text not null default '*' check (length(holder) <= 200),
  span text not null check (span in ('transaction', 'day', 'week')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cap bigint not null check (cap >= 0),
  primary key (tenant_id, version, dimension, holder, span, currency),
  foreign key (tenant_id, version) references policy.version
);
create trigger frozen before update or delete on policy.spending_cap for each row execute function policy.frozen();
create trigger frozen_truncate before truncate on policy.spending_cap for each statement execute function policy.frozen();

-- The tenant's budget row, updated first, so that no two reservations sum at the same time.
create table policy.spending_account (
  tenant_id text not null primary key,
  reservations bigint not null default 0
);

-- What an execution took, so that exactly that is given back, once, where the rail says that nothing left.
create table policy.spending (
  tenant_id text not null,
  execution_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  requester text not null,
  agent text,
  payee text not null,
  cost_centre text,
  hour timestamptz not null,
  reserved_at timestamptz not null default clock_timestamp(),
  returned_at timestamptz,
  primary key (tenant_id, execution_id),
  foreign key (tenant_id) references policy.spending_account
);
create index spending_payee on policy.spending (tenant_id, payee, currency, reserved_at);

-- What was spent, by hour. A window is a sum of hours, the oldest counted whole; currencies are never added up.
create table policy.spent_hour (
  tenant_id text not null,
  dimension text not null,
  holder text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  hour timestamptz not null,
  spent bigint not null check (spent >= 0),
  primary key (tenant_id, dimension, holder, currency, hour),
  foreign key (tenant_id) references policy.spending_account
);

-- Why an amount may not leave: the cap that binds longest, and since when there is room for it again; null where there never is.
create type policy.spending_refusal as (refusal text, dimension text, span text, room_at timestamptz, words text);

reset role;
select app.wall('policy', t) from unnest(array['spending_cap', 'spending_account', 'spending', 'spent_hour']) t;
select app.door('policy', 'spending_cap', 'supercargo_auditor', 'select');
