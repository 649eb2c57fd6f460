set local role supercargo_payments_owner;

-- One row per execution, in the transaction that opened it and in no other, as in every trade.
create table payments.effect (
  tenant_id text not null,
  execution_id uuid not null,
  server text not null check (server = 'payments'),
  xact xid8 not null default pg_current_xact_id(),
  tool text not null,
  primary key (tenant_id, execution_id)
);

create table payments.cost_centre (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
  name text not null check (length(name) between 1 and 200),
  primary key (tenant_id, id)
);

-- Whom the company pays. The account itself is read by nobody but the functions that pay; people and agents see its last four
-- characters, and its hash tells whether it is still the same. `allowed` is the allow-list.
create table payments.payee (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  name text not null check (length(name) between 1 and 200),
  country text check (country ~ '^[A-Z]{2}$'),
  account text check (account ~ '^[A-Z0-9]{8,34}$'),
  account_last4 text generated always as (right(account, 4)) stored,
  account_hash text generated always as (encode(sha256((tenant_id || ':' || account)::bytea), 'hex')) stored,
  -- When the account was last written: for three days after that nothing is released to it.
  changed_at timestamptz not null default clock_timestamp(),
  verified_at timestamptz,
  verified_by text check (length(verified_by) between 1 and 100),
  allowed boolean not null default false,
  primary key (tenant_id, id),
  check ((verified_at is null) = (verified_by is null)),
  check (verified_at is null or account is not null)
);
create index payee_changed on payments.payee (tenant_id, changed_at);

-- What Payments knows of an order to a payee. The order itself belongs to another system.
create table payments.purchase_order (
  tenant_id text not null,
  number text not null check (number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  payee_id text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cost_centre_id text,
  ordered_on date,
  primary key (tenant_id, number),
  foreign key (tenant_id, payee_id) references payments.payee,
  foreign key (tenant_id, cost_centre_id) references payments.cost_centre
);

-- That goods of an order came, and what they are worth: said by a file under its number, or by an event. Append only.
create table payments.goods_receipt (
  tenant_id text not null,
  id uuid not null default gen_random_uuid(),
  order_number text not null check (order_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  quantity bigint check (quantity > 0),
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  received_at timestamptz not null,
  number text check (number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  event_id uuid,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, event_id),
  check ((number is null) <> (event_id is null))
);
create index goods_receipt_order on payments.goods_receipt (tenant_id, order_number);

-- A bill. Its number is the payee's own; without signs, leading zeros and cases it is the same number however it was typed.
create table payments.invoice (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  payee_id text not null,
  number text not null check (length(number) between 1 and 64),
  number_key text not null generated always as
    (upper(regexp_replace(regexp_replace(number, '[^[:alnum:]]+', ' ', 'g'), '(^| )0+(?=[0-9])|[ ]', '', 'g'))) stored,
  order_number text check (order_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cost_centre_id text,
  received_on date,
  due_on date,
  -- Where a list by due date has it: bills without one come last.
  due_by date not null generated always as (coalesce(due_on, date '9999-12-31')) stored,
  state text not null default 'open' check (state in ('open', 'held', 'proposed', 'paid', 'rejected')),
  duplicate_of text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  -- What a payment is held to: exactly this payee, amount and currency.
  unique (tenant_id, id, payee_id, amount_minor, currency),
  foreign key (tenant_id, payee_id) references payments.payee,
  foreign key (tenant_id, cost_centre_id) references payments.cost_centre,
  foreign key (tenant_id, duplicate_of) references payments.invoice (tenant_id, id)
);
-- Two that know nothing of each other cannot both be the first of their number.
create unique index invoice_first on payments.invoice (tenant_id, payee_id, number_key) where duplicate_of is null and state <> 'rejected';
create index invoice_number on payments.invoice (tenant_id, payee_id, number_key);
create index invoice_candidates on payments.invoice (tenant_id, payee_id, amount_minor, received_on);
create index invoice_order on payments.invoice (tenant_id, order_number);
create index invoice_listing on payments.invoice (tenant_id, due_by, id);
create index invoice_payee on payments.invoice (tenant_id, payee_id, due_by, id);

-- Why a bill is not to be paid yet. Placed by the database; released by it once the facts agree, or by two people of finance.
create table payments.hold (
  tenant_id text not null,
  id uuid not null default gen_random_uuid(),
  invoice_id text not null,
  kind text not null check (kind in ('duplicate', 'no_order', 'no_receipt', 'amount_differs', 'payee_differs')),
  why text not null check (length(why) between 1 and 300),
  state text not null default 'open' check (state in ('open', 'released')),
  placed_at timestamptz not null default clock_timestamp(),
  released_at timestamptz,
  -- Absent where the facts came to agree by themselves.
  released_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references payments.invoice,
  foreign key (tenant_id, released_by) references payments.effect,
  check ((state = 'released') = (released_at is not null)),
  check (released_by is null or state = 'released')
);
create unique index hold_open on payments.hold (tenant_id, invoice_id, kind) where state = 'open';
create index hold_invoice on payments.hold (tenant_id, invoice_id);
create index hold_listing on payments.hold (tenant_id, placed_at desc, id desc) where state = 'open';

-- A payment of one bill, of its payee, amount and currency and of no other. Those that no request proposed came by import, settled.
create table payments.payment (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  invoice_id text not null,
  payee_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cost_centre_id text,
  state text not null default 'proposed'
    check (state in ('proposed', 'releasing', 'paid', 'failed', 'unknown', 'cancelled')),
  proposer text,
  proposed_at timestamptz not null default clock_timestamp(),
  proposed_by uuid,
  cancelled_by uuid,
  -- The execution that released it, and what the rail calls it.
  execution_id uuid,
  rail_reference text check (length(rail_reference) between 1 and 100),
  settled_at timestamptz,
  -- Why it failed or is unknown, in our words.
  why text check (length(why) between 1 and 300),
  primary key (tenant_id, id),
  unique (tenant_id, proposed_by),
  unique (tenant_id, execution_id),
  foreign key (tenant_id, invoice_id, payee_id, amount_minor, currency)
    references payments.invoice (tenant_id, id, payee_id, amount_minor, currency),
  foreign key (tenant_id, cost_centre_id) references payments.cost_centre,
  foreign key (tenant_id, proposed_by) references payments.effect,
  foreign key (tenant_id, cancelled_by) references payments.effect,
  foreign key (tenant_id, execution_id) references payments.effect,
  check ((proposed_by is null) = (proposer is null)),
  check (proposed_by is not null or (state in ('paid', 'failed', 'cancelled') and cancelled_by is null and execution_id is null)),
  check (proposed_by is null or (cancelled_by is not null) = (state = 'cancelled')),
  check (proposed_by is null or (execution_id is not null) = (state in ('releasing', 'paid', 'failed', 'unknown'))),
  check ((settled_at is not null) = (state in ('paid', 'failed', 'cancelled')))
);
-- A bill has one payment that is under way or done, whoever proposes at once.
create unique index payment_live on payments.payment (tenant_id, invoice_id) where state not in ('failed', 'cancelled');
create index payment_invoice on payments.payment (tenant_id, invoice_id);
create index payment_listing on payments.payment (tenant_id, proposed_at desc, id desc);
create index payment_payee on payments.payment (tenant_id, payee_id, proposed_at desc, id desc);
create index payment_under_way on payments.payment (tenant_id, proposed_at desc, id desc) where state in ('releasing', 'unknown');

-- Money that a customer paid for an order. How much of it went back is kept here, so that no refund passes it.
create table payments.customer_payment (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  order_number text not null check (order_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  customer_id text not null check (customer_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  captured_at timestamptz not null,
  refunded_minor bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, id, customer_id, currency),
  constraint refunded_at_most_paid check (refunded_minor between 0 and amount_minor)
);
create index customer_payment_order on payments.customer_payment (tenant_id, order_number, captured_at);
create index customer_payment_customer on payments.customer_payment (tenant_id, customer_id, captured_at desc, id desc);

-- Money on its way back to a customer: it begins when the request for it is executed. Those without an execution came by import.
create table payments.refund (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  customer_payment_id text not null,
  customer_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'releasing' check (state in ('releasing', 'paid', 'failed', 'unknown')),
  return_id text check (return_id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  issued_at timestamptz not null default clock_timestamp(),
  execution_id uuid,
  rail_reference text check (length(rail_reference) between 1 and 100),
  settled_at timestamptz,
  why text check (length(why) between 1 and 300),
  primary key (tenant_id, id),
  unique (tenant_id, execution_id),
  foreign key (tenant_id, customer_payment_id, customer_id, currency)
    references payments.customer_payment (tenant_id, id, customer_id, currency),
  foreign key (tenant_id, execution_id) references payments.effect,
  check (execution_id is not null or state in ('paid', 'failed')),
  check ((settled_at is not null) = (state in ('paid', 'failed')))
);
-- A return is refunded once.
create unique index refund_return on payments.refund (tenant_id, return_id) where return_id is not null and state <> 'failed';
create index refund_payment on payments.refund (tenant_id, customer_payment_id);
create index refund_listing on payments.refund (tenant_id, issued_at desc, id desc);
create index refund_under_way on payments.refund (tenant_id, issued_at desc, id desc) where state in ('releasing', 'unknown');

-- Which transitions exist. The same tables as those in TypeScript; a test holds them together.
create table payments.transition (
  thing text not null,
  from_state text not null,
  to_state text not null,
  primary key (thing, from_state, to_state)
);
insert into payments.transition (thing, from_state, to_state)
  select t.thing, t.from_state, unnest(t.to_states) from (values
    ('invoice', 'open', array['held', 'proposed', 'rejected']), ('invoice', 'held', array['open', 'rejected']),
    ('invoice', 'proposed', array['open', 'held', 'paid']), ('hold', 'open', array['released']),
    ('payment', 'proposed', array['releasing', 'cancelled']), ('payment', 'releasing', array['paid', 'failed', 'unknown']),
    ('payment', 'unknown', array['paid', 'failed']),
    ('refund', 'releasing', array['paid', 'failed', 'unknown']), ('refund', 'unknown', array['paid', 'failed'])
  ) as t (thing, from_state, to_states);

reset role;
alter table payments.effect alter column server set default app.server();
-- An effect belongs to an execution of this server that was opened in this very transaction.
alter table payments.effect add foreign key (tenant_id, execution_id, server, xact)
  references approval.execution (tenant_id, id, server, xact);

select app.wall('payments', t)
  from unnest(array['effect', 'cost_centre', 'payee', 'purchase_order', 'goods_receipt', 'invoice', 'hold', 'payment',
    'customer_payment', 'refund']) t;
select app.door('payments', t, 'supercargo_payments', 'select')
  from unnest(array['cost_centre', 'payee', 'purchase_order', 'goods_receipt', 'invoice', 'hold', 'payment', 'customer_payment',
    'refund']) t;
select app.customer_door('payments', t, 'supercargo_payments_customer', 'select') from unnest(array['customer_payment', 'refund']) t;
select app.door('payments', t, 'supercargo_importer', v)
  from unnest(array['cost_centre', 'payee', 'purchase_order', 'goods_receipt', 'invoice', 'payment', 'customer_payment', 'refund']) t,
    unnest(array['select', 'insert']) v;
select app.door('payments', t, 'supercargo_importer', 'update') from unnest(array['cost_centre', 'payee', 'purchase_order']) t;
