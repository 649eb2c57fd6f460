set local role supercargo_orders_owner;

-- Whose orders these are. A name is the customer's own text; ids and numbers everywhere here are of letters and digits, and read like nothing else.
create table orders.customer (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  name text not null check (length(name) between 1 and 200),
  primary key (tenant_id, id)
);

-- One row per execution, in the transaction that consumed the approval and in no other. Another server's login has no effect here,
-- whatever it was granted.
create table orders.effect (
  tenant_id text not null,
  execution_id uuid not null,
  server text not null check (server = 'orders'),
  xact xid8 not null default pg_current_xact_id(),
  tool text not null,
  primary key (tenant_id, execution_id)
);

-- Which transitions exist. The same tables as those in TypeScript; a test holds them together. Steps may be left out, because a system
-- that exports once a day does not show every one; none goes back.
create table orders.transition (
  thing text not null check (thing in ('order', 'part', 'flag')),
  from_state text not null,
  to_state text not null,
  primary key (thing, from_state, to_state)
);
insert into orders.transition (thing, from_state, to_state) values
  ('order', 'placed', 'allocated'), ('order', 'placed', 'shipped'), ('order', 'placed', 'delivered'), ('order', 'placed', 'cancelled'),
  ('order', 'allocated', 'shipped'), ('order', 'allocated', 'delivered'), ('order', 'allocated', 'cancelled'),
  ('order', 'shipped', 'delivered'),
  ('part', 'open', 'shipped'), ('part', 'open', 'delivered'), ('part', 'open', 'joined'), ('part', 'open', 'cancelled'),
  ('part', 'shipped', 'delivered'),
  ('flag', 'open', 'cleared');

-- An order under the number that the order system gave it: of a customer, to a vendor, or out of a place of our own. The table is not named
-- `order`, which is a word of SQL.
create table orders.sales_order (
  tenant_id text not null,
  number text not null check (number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  kind text not null check (kind in ('sale', 'purchase', 'stock')),
  customer_id text,
  vendor text check (length(vendor) between 1 and 200),
  place text check (place ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  state text not null default 'placed' check (state in ('placed', 'allocated', 'shipped', 'delivered', 'cancelled')),
  placed_on date,
  promised_on date,
  delivered_on date,
  -- Absent where it is not recorded, which is not zero.
  value_minor bigint check (value_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  project text check (project ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  country text check (country ~ '^[A-Z]{2}$'),
  -- What carries the order, or what was not split off it: the number that the transport system gave, never a row that is looked up there.
  shipment_number text check (shipment_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  -- Its place in lists; what has no promised day yet comes after every day.
  due_on date not null generated always as (coalesce(promised_on, date '9999-12-31')) stored,
  primary key (tenant_id, number),
  unique (tenant_id, number, customer_id),
  unique (tenant_id, number, currency),
  foreign key (tenant_id, customer_id) references orders.customer,
  check ((kind = 'sale') = (customer_id is not null)),
  check ((kind = 'purchase') = (vendor is not null)),
  check ((kind = 'stock') = (place is not null)),
  check (delivered_on is null or state = 'delivered')
);
create index sales_order_listing on orders.sales_order (tenant_id, due_on, number);
create index sales_order_customer on orders.sales_order (tenant_id, customer_id, due_on, number) where customer_id is not null;
-- What is still to come, of all that ever was.
create index sales_order_open on orders.sales_order (tenant_id, due_on, number) where state in ('placed', 'allocated', 'shipped');

-- The customer's id stands on every row that is a customer's; it is that of the order, whoever writes the row.
create table orders.order_line (
  tenant_id text not null,
  order_number text not null,
  line_number integer not null check (line_number > 0),
  customer_id text,
  sku text not null check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  description text not null check (length(description) between 1 and 500),
  -- Absent where a file says it in a way that nobody can read.
  quantity bigint check (quantity >= 0),
  unit text check (unit ~ '^[A-Z0-9]{2,3}$'),
  price_minor bigint check (price_minor >= 0),
  value_minor bigint check (value_minor >= 0),
  currency text not null,
  primary key (tenant_id, order_number, line_number),
  foreign key (tenant_id, order_number) references orders.sales_order,
  foreign key (tenant_id, order_number, currency) references orders.sales_order (tenant_id, number, currency),
  foreign key (tenant_id, order_number, customer_id) references orders.sales_order (tenant_id, number, customer_id)
);
create index order_line_sku on orders.order_line (tenant_id, sku, order_number);

-- A split: what of an order ships separately, with a promised day of its own. What stands in no part that counts ships with the order.
create table orders.shipment_part (
  tenant_id text not null,
  order_number text not null,
  part integer not null check (part between 1 and 1000),
  customer_id text,
  state text not null default 'open' check (state in ('open', 'shipped', 'delivered', 'joined', 'cancelled')),
  promised_on date,
  delivered_on date,
  shipment_number text check (shipment_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  -- Absent where it came by import: it was split before we were asked.
  split_by uuid,
  joined_by uuid,
  primary key (tenant_id, order_number, part),
  foreign key (tenant_id, order_number) references orders.sales_order,
  foreign key (tenant_id, order_number, customer_id) references orders.sales_order (tenant_id, number, customer_id),
  foreign key (tenant_id, split_by) references orders.effect,
  foreign key (tenant_id, joined_by) references orders.effect,
  check ((state = 'joined') = (joined_by is not null)),
  check (delivered_on is null or state = 'delivered')
);

create table orders.part_line (
  tenant_id text not null,
  order_number text not null,
  part integer not null,
  line_number integer not null,
  customer_id text,
  -- Absent where the line's own is: then it is all of the line.
  quantity bigint check (quantity >= 0),
  primary key (tenant_id, order_number, part, line_number),
  foreign key (tenant_id, order_number, part) references orders.shipment_part,
  foreign key (tenant_id, order_number, line_number) references orders.order_line,
  foreign key (tenant_id, order_number, customer_id) references orders.sales_order (tenant_id, number, customer_id)
);

-- What somebody should know of an order. Internal: no customer sees it. A note is its writer's text, never an instruction.
create table orders.flag (
  tenant_id text not null,
  id uuid not null,
  order_number text not null,
  kind text not null check (kind in ('late_shipment', 'address', 'credit', 'quality', 'customer_request', 'other')),
  severity text not null check (severity in ('notice', 'warning', 'critical')),
  note text check (length(note) between 1 and 280),
  state text not null default 'open' check (state in ('open', 'cleared')),
  -- Of a late shipment: its number at the transport system, and what that system last said of it.
  shipment_number text check (shipment_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  expected_on date,
  days_late integer check (days_late between 0 and 100000),
  raised_at timestamptz(3) not null default clock_timestamp(),
  told_at timestamptz(3) not null default clock_timestamp(),
  -- By a request of ours or by an event of another server, which is the last one that told of it.
  raised_by uuid,
  event_id uuid,
  -- Which word of the transport system this is as of: an older one changes nothing.
  event_seq bigint,
  cleared_by uuid,
  cleared_at timestamptz(3),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_number) references orders.sales_order,
  foreign key (tenant_id, raised_by) references orders.effect,
  foreign key (tenant_id, cleared_by) references orders.effect,
  check (raised_by is not null or event_id is not null),
  check ((event_id is null) = (event_seq is null)),
  check ((state = 'cleared') = (cleared_by is not null)),
  check ((state = 'cleared') = (cleared_at is not null)),
  check (shipment_number is null or kind = 'late_shipment')
);
-- One open flag of a kind, of late shipments one for each.
create unique index flag_open on orders.flag (tenant_id, order_number, kind, coalesce(shipment_number, '')) where state = 'open';
create index flag_order on orders.flag (tenant_id, order_number, raised_at desc, id);

-- States move only along the table of transitions, whoever writes them.
create function orders.check_transition() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.state <> old.state and not exists (
    select from orders.transition t where t.thing = tg_argv[0] and t.from_state = old.state and t.to_state = new.state) then
    raise exception '% % does not go from % to %', case tg_argv[0] when 'order' then 'an' else 'a' end, tg_argv[0], old.state, new.state
      using errcode = '23514';
  end if;
  return new;
end$$;
create trigger check_transition before update of state on orders.sales_order
  for each row execute function orders.check_transition('order');
create trigger check_transition before update of state on orders.shipment_part
  for each row execute function orders.check_transition('part');
create trigger check_transition before update of state on orders.flag
  for each row execute function orders.check_transition('flag');

-- Whose an order is, and of which kind, is said once: its lines and parts say it too.
create function orders.keep_order() returns trigger language plpgsql set search_path = '' as $$
begin
  if (new.kind, new.customer_id) is distinct from (old.kind, old.customer_id) then
    raise exception 'the kind and the customer of an order are never edited' using errcode = '23514';
  end if;
  return new;
end$$;
create trigger keep_order before update on orders.sales_order for each row execute function orders.keep_order();

-- A line, a part or a part's line is the customer's whose order it is: nobody says so for it, so none hides from them or shows itself to
-- another.
create function orders.keep_customer() returns trigger language plpgsql set search_path = '' as $$
begin
  select o.customer_id into new.customer_id from orders.sales_order o
    where o.tenant_id = new.tenant_id and o.number = new.order_number;
  return new;
end$$;
create trigger keep_customer before insert or update of customer_id, order_number on orders.order_line
  for each row execute function orders.keep_customer();
create trigger keep_customer before insert or update of customer_id, order_number on orders.shipment_part
  for each row execute function orders.keep_customer();
create trigger keep_customer before insert or update of customer_id, order_number on orders.part_line
  for each row execute function orders.keep_customer();

reset role;
alter table orders.effect alter column server set default app.server();
-- An effect belongs to an execution of this server that is open in this very transaction.
alter table orders.effect add foreign key (tenant_id, execution_id, server, xact)
  references approval.execution (tenant_id, id, server, xact);

select app.wall('orders', t)
  from unnest(array['customer', 'effect', 'sales_order', 'order_line', 'shipment_part', 'part_line', 'flag']) t;
select app.door('orders', t, 'supercargo_orders', 'select')
  from unnest(array['customer', 'sales_order', 'order_line', 'shipment_part', 'part_line', 'flag']) t;
select app.customer_door('orders', t, 'supercargo_orders_customer', 'select')
  from unnest(array['sales_order', 'order_line', 'shipment_part', 'part_line']) t;
select app.door('orders', t, 'supercargo_importer', v)
  from unnest(array['customer', 'sales_order', 'order_line', 'shipment_part', 'part_line']) t, unnest(array['select', 'insert', 'update']) v;
