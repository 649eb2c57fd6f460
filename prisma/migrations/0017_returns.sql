set local role supercargo_returns_owner;

-- Who sends goods back, as the returns desk knows them.
create table returns.customer (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  name text not null check (length(name) between 1 and 200),
  primary key (tenant_id, id)
);

-- Who carries goods back, and what a label of theirs costs.
create table returns.carrier (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  name text not null check (length(name) between 1 and 200),
  label_minor bigint not null check (label_minor between 0 and 1000000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (tenant_id, id)
);

-- What the company promises for a reason and a category of goods: how many days after delivery, what share of the value restocking
-- costs, above which value a return is looked at more closely. The category `any` is for goods that no other row of the reason names.
create table returns.return_policy (
  tenant_id text not null,
  reason text not null
    check (reason in ('damaged', 'defective', 'wrong_item', 'not_as_described', 'arrived_late', 'changed_mind', 'other')),
  category text not null check (category ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  window_days integer not null check (window_days between 0 and 3650),
  restocking_bp integer not null check (restocking_bp between 0 and 10000),
  limit_minor bigint not null check (limit_minor between 0 and 1000000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (tenant_id, reason, category)
);

-- One row per execution, in the transaction that consumed the approval and in no other. Another server's login has no effect here,
-- whatever it was granted.
create table returns.effect (
  tenant_id text not null,
  execution_id uuid not null,
  server text not null check (server = 'returns'),
  xact xid8 not null default pg_current_xact_id(),
  tool text not null,
  primary key (tenant_id, execution_id)
);

-- A return. Orders are of another system, which is known here by its number alone. What the desk decided through us names its effect; what
-- was decided before anybody asked us came by import and names none.
create table returns.rma (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
  order_number text not null check (order_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  customer_id text not null,
  reason text not null
    check (reason in ('damaged', 'defective', 'wrong_item', 'not_as_described', 'arrived_late', 'changed_mind', 'other')),
  -- The customer's: data, never instructions.
  words text check (length(words) between 1 and 2000),
  ordered_on date,
  delivered_on date,
  -- Milliseconds, so that a page's cursor holds the instant exactly.
  requested_at timestamptz(3) not null default clock_timestamp(),
  state text not null default 'requested'
    check (state in ('requested', 'approved', 'rejected', 'cancelled', 'label_issued', 'received', 'closed')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  refund_minor bigint check (refund_minor >= 0),
  decided_at timestamptz,
  decided_by uuid,
  rejected_because text check (length(rejected_because) between 1 and 500),
  received_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, id, customer_id),
  unique (tenant_id, decided_by),
  foreign key (tenant_id, customer_id) references returns.customer,
  foreign key (tenant_id, decided_by) references returns.effect,
  check ((decided_at is null) = (state in ('requested', 'cancelled'))),
  check (decided_by is null or decided_at is not null),
  check (refund_minor is null or state not in ('requested', 'cancelled', 'rejected')),
  check (rejected_because is null or state = 'rejected'),
  check ((received_at is null) = (state not in ('received', 'closed'))),
  check ((closed_at is null) = (state <> 'closed'))
);
create index rma_listing on returns.rma (tenant_id, requested_at, id);
create index rma_state on returns.rma (tenant_id, state, requested_at, id);
create index rma_customer on returns.rma (tenant_id, customer_id, requested_at, id);
create index rma_order on returns.rma (tenant_id, order_number, id);

create table returns.rma_line (
  tenant_id text not null,
  rma_id text not null,
  line_number integer not null check (line_number between 1 and 50),
  customer_id text not null,
  sku text not null check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  description text not null check (length(description) between 1 and 500),
  category text not null default 'any' check (category ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  quantity bigint not null check (quantity between 1 and 1000000),
  price_minor bigint not null check (price_minor between 0 and 1000000000),
  value_minor bigint not null generated always as (price_minor * quantity) stored,
  primary key (tenant_id, rma_id, line_number),
  foreign key (tenant_id, rma_id, customer_id) references returns.rma (tenant_id, id, customer_id)
);

create table returns.label (
  tenant_id text not null,
  id uuid not null,
  rma_id text not null,
  customer_id text not null,
  carrier_id text not null,
  cost_minor bigint not null check (cost_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The carrier's number, absent until the carrier told it.
  tracking text check (length(tracking) between 1 and 64),
  state text not null default 'issued' check (state in ('issued', 'voided')),
  issued_at timestamptz not null default clock_timestamp(),
  issued_by uuid,
  voided_at timestamptz,
  voided_by uuid,
  primary key (tenant_id, id),
  unique (tenant_id, issued_by),
  unique (tenant_id, voided_by),
  foreign key (tenant_id, rma_id, customer_id) references returns.rma (tenant_id, id, customer_id),
  foreign key (tenant_id, carrier_id) references returns.carrier,
  foreign key (tenant_id, issued_by) references returns.effect,
  foreign key (tenant_id, voided_by) references returns.effect,
  check ((state = 'voided') = (voided_at is not null)),
  check (voided_by is null or voided_at is not null)
);
-- A return has one label that counts, at most.
create unique index label_issued on returns.label (tenant_id, rma_id) where state = 'issued';
create index label_rma on returns.label (tenant_id, rma_id, issued_at desc);

-- What a decision about a return stands on, in words that guards compare, and in minor units what it is worth and what the policy gives back.
create type returns.standing as (claimed text, days text, rules text, value_minor bigint, refund_minor bigint);

-- Which transitions exist. The same tables as those in TypeScript; a test holds them together.
create table returns.rma_transition (from_state text not null, to_state text not null, primary key (from_state, to_state));
insert into returns.rma_transition (from_state, to_state) values
  ('requested', 'approved'), ('requested', 'rejected'), ('requested', 'cancelled'),
  ('approved', 'label_issued'), ('approved', 'received'),
  ('label_issued', 'approved'), ('label_issued', 'received'),
  ('received', 'closed');
create table returns.label_transition (from_state text not null, to_state text not null, primary key (from_state, to_state));
insert into returns.label_transition (from_state, to_state) values ('issued', 'voided');

-- A row moves only along the table of transitions of its kind, whoever writes it.
create function returns.check_transition() returns trigger language plpgsql set search_path = '' as $$
declare
  may boolean;
begin
  if new.state is distinct from old.state then
    execute format('select exists (select from returns.%I where from_state = $1 and to_state = $2)', tg_table_name || '_transition')
      into may using old.state, new.state;
    if not may then
      raise exception 'a % does not go from % to %', tg_table_name, old.state, new.state using errcode = '23514';
    end if;
  end if;
  return new;
end$$;
create trigger check_transition before update of state on returns.rma for each row execute function returns.check_transition();
create trigger check_transition before update of state on returns.label for each row execute function returns.check_transition();

-- What a request decided stays as it was decided: only where the goods are moves on.
create function returns.keep_rma() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.decided_by is not null
     and (new.order_number, new.customer_id, new.reason, new.words, new.ordered_on, new.delivered_on, new.requested_at, new.currency,
       new.refund_minor, new.decided_at, new.decided_by, new.rejected_because)
       is distinct from
       (old.order_number, old.customer_id, old.reason, old.words, old.ordered_on, old.delivered_on, old.requested_at, old.currency,
       old.refund_minor, old.decided_at, old.decided_by, old.rejected_because) then
    raise exception 'what a request decided is never edited' using errcode = '23514';
  end if;
  return new;
end$$;
create trigger keep_rma before update on returns.rma for each row execute function returns.keep_rma();

-- The lines of such a return neither. The lock makes an edit wait for a decision, and a decision for an edit. A line that does not say whose
-- it is, is of the customer of its return.
create function returns.keep_lines() returns trigger language plpgsql set search_path = '' as $$
declare
  line returns.rma_line := case when tg_op = 'DELETE' then old else new end;
  r returns.rma;
begin
  if tg_op = 'UPDATE' and (new.rma_id, new.line_number, new.customer_id) is distinct from (old.rma_id, old.line_number, old.customer_id) then
    raise exception 'a line stays a line of its return' using errcode = '23514';
  end if;
  select * into r from returns.rma x where x.tenant_id = line.tenant_id and x.id = line.rma_id for share;
  -- What is there already is not added: an import says it again, and an upsert changes it by an update, which comes here by itself.
  if r.decided_by is not null and not (tg_op = 'INSERT' and exists (
       select from returns.rma_line l where l.tenant_id = line.tenant_id and l.rma_id = line.rma_id and l.line_number = line.line_number)) then
    raise exception 'what a request decided is never edited' using errcode = '23514';
  end if;
  line.customer_id := coalesce(line.customer_id, r.customer_id);
  return line;
end$$;
create trigger keep_lines before insert or update or delete on returns.rma_line for each row execute function returns.keep_lines();

-- What is issued or voided by a request is never edited either, but for the number that the carrier tells later.
create function returns.keep_label() returns trigger language plpgsql set search_path = '' as $$
begin
  if (old.issued_by is not null
      and (new.rma_id, new.customer_id, new.carrier_id, new.cost_minor, new.currency, new.issued_at, new.issued_by)
        is distinct from (old.rma_id, old.customer_id, old.carrier_id, old.cost_minor, old.currency, old.issued_at, old.issued_by))
     or (old.voided_by is not null and (new.voided_at, new.voided_by) is distinct from (old.voided_at, old.voided_by)) then
    raise exception 'what a request issued is never edited' using errcode = '23514';
  end if;
  return new;
end$$;
create trigger keep_label before update on returns.label for each row execute function returns.keep_label();

reset role;
alter table returns.effect alter column server set default app.server();
-- An effect belongs to an execution of this server that is open in this very transaction.
alter table returns.effect add foreign key (tenant_id, execution_id, server, xact)
  references approval.execution (tenant_id, id, server, xact);

select app.wall('returns', t)
  from unnest(array['customer', 'carrier', 'return_policy', 'effect', 'rma', 'rma_line', 'label']) t;
select app.door('returns', t, 'supercargo_returns', 'select')
  from unnest(array['customer', 'carrier', 'return_policy', 'rma', 'rma_line', 'label']) t;
select app.door('returns', t, 'supercargo_importer', v)
  from unnest(array['customer', 'carrier', 'return_policy', 'rma', 'rma_line', 'label']) t, unnest(array['select', 'insert', 'update']) v;
-- A customer sees what is theirs, and what the company promises to everybody.
select app.customer_door('returns', t, 'supercargo_returns_customer', 'select') from unnest(array['rma', 'rma_line', 'label']) t;
select app.door('returns', 'return_policy', 'supercargo_returns_customer', 'select');
