set local role supercargo_logistics_owner;

create table logistics.carrier (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  name text not null check (length(name) between 1 and 200),
  primary key (tenant_id, id)
);

-- Where drivers work.
create table logistics.region (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
  name text not null check (length(name) between 1 and 200),
  primary key (tenant_id, id)
);

-- What one carrier offers from one place to another, leg by leg. Places are UN/LOCODE. Its mode is that of the longest way of it.
create table logistics.route (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  carrier_id text not null,
  origin text not null check (origin ~ '^[A-Z]{2}[A-Z2-9]{3}$'), destination text not null check (destination ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  mode text not null check (mode in ('air', 'sea', 'road', 'rail')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'active' check (state in ('active', 'suspended', 'closed')),
  primary key (tenant_id, id),
  foreign key (tenant_id, carrier_id) references logistics.carrier
);
create index route_lane on logistics.route (tenant_id, origin, destination, id) where state = 'active';

create table logistics.route_leg (
  tenant_id text not null,
  route_id text not null,
  leg integer not null check (leg between 1 and 20),
  origin text not null check (origin ~ '^[A-Z]{2}[A-Z2-9]{3}$'), destination text not null check (destination ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  mode text not null check (mode in ('air', 'sea', 'road', 'rail')),
  transit_days integer not null check (transit_days between 0 and 365),
  -- Of one kilogram, in minor units of the route's currency.
  cost_per_kg_minor bigint not null check (cost_per_kg_minor between 0 and 1000000000),
  primary key (tenant_id, route_id, leg),
  foreign key (tenant_id, route_id) references logistics.route
);

-- One row per execution, in the transaction that consumed the approval and in no other.
create table logistics.effect (
  tenant_id text not null,
  execution_id uuid not null,
  server text not null check (server = 'logistics'),
  xact xid8 not null default pg_current_xact_id(), tool text not null,
  primary key (tenant_id, execution_id)
);

-- A shipment by its ASN or DN. What is null was not recorded. Orders, suppliers and customers are others' and are named, not referred to.
create table logistics.shipment (
  tenant_id text not null,
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  flow text not null check (flow in ('inbound', 'outbound', 'direct_drop', 'from_rdc')),
  -- Whose it is; null where it is a purchase.
  customer_id text check (customer_id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  supplier_id text check (supplier_id ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'), supplier_name text check (length(supplier_name) between 1 and 200),
  carrier_id text, route_id text,
  mode text check (mode in ('air', 'sea', 'road', 'rail')),
  origin text check (origin ~ '^[A-Z]{2}[A-Z2-9]{3}$'), destination text check (destination ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  -- Where it was last seen: from there it goes on.
  located_at text check (located_at ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  -- The country it goes to, ISO 3166.
  country text check (country ~ '^[A-Z]{2}$'), incoterm text check (incoterm ~ '^[A-Z]{3}$'),
  -- Or what the source said in the place of a weight.
  weight_g bigint check (weight_g >= 0), weight_said text check (length(weight_said) between 1 and 200),
  promised_on date, eta_on date, shipped_on date, delivered_on date,
  -- The promise that was broken when shipment.delayed was published: once for each.
  delay_noted_on date,
  -- Whether all of it arrived; null where nobody recorded it.
  in_full boolean,
  state text not null default 'planned' check (state in ('planned', 'in_transit', 'customs', 'delivered', 'cancelled')),
  -- Below zero where it came late, which is how the lists of late ones are ordered.
  days_early integer generated always as (promised_on - delivered_on) stored,
  primary key (tenant_id, id),
  foreign key (tenant_id, carrier_id) references logistics.carrier, foreign key (tenant_id, route_id) references logistics.route,
  check ((state = 'delivered') = (delivered_on is not null)),
  check (weight_g is null or weight_said is null)
);
-- Under way, the first promised first; delivered late, the latest first; delivered in a period; of a carrier; on a lane.
create index shipment_open on logistics.shipment (tenant_id, promised_on, id) where state in ('planned', 'in_transit', 'customs');
create index shipment_late on logistics.shipment (tenant_id, days_early, id) where days_early < 0;
create index shipment_delivered on logistics.shipment (tenant_id, delivered_on) where state = 'delivered';
create index shipment_lane on logistics.shipment (tenant_id, origin, destination, delivered_on) where state = 'delivered';
create index shipment_route on logistics.shipment (tenant_id, route_id) where route_id is not null;
create index shipment_customer on logistics.shipment (tenant_id, customer_id, id) where customer_id is not null;

-- What its transport costs. Beside the shipment, because customers read that and not this.
create table logistics.freight (
  tenant_id text not null,
  shipment_id text not null,
  freight_minor bigint check (freight_minor >= 0), currency text check (currency ~ '^[A-Z]{3}$'),
  -- What the source said in the place of an amount: why none was captured.
  freight_said text check (length(freight_said) between 1 and 200),
  primary key (tenant_id, shipment_id),
  foreign key (tenant_id, shipment_id) references logistics.shipment,
  check ((freight_minor is null) = (currency is null)),
  check ((freight_minor is null) = (freight_said is not null))
);

create table logistics.shipment_line (
  tenant_id text not null,
  shipment_id text not null,
  line_id text not null check (length(line_id) between 1 and 64),
  customer_id text,
  order_number text check (order_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'),
  sku text check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'), description text check (length(description) between 1 and 500),
  quantity bigint check (quantity >= 0), unit text check (unit ~ '^[A-Z0-9]{2,3}$'),
  value_minor bigint check (value_minor >= 0), currency text check (currency ~ '^[A-Z]{3}$'),
  primary key (tenant_id, shipment_id, line_id),
  foreign key (tenant_id, shipment_id) references logistics.shipment,
  check ((value_minor is null) = (currency is null))
);
create index shipment_line_order on logistics.shipment_line (tenant_id, order_number, shipment_id) where order_number is not null;

-- What happened to a shipment, as whoever carries it told it. Append only.
create table logistics.shipment_event (
  tenant_id text not null,
  id uuid not null,
  shipment_id text not null,
  customer_id text,
  kind text not null check (kind in ('booked', 'departed', 'arrived', 'customs_hold', 'customs_released', 'delayed', 'delivered',
    'rerouted', 'reroute_cancelled')),
  place text check (place ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  occurred_at timestamptz not null,
  -- The carrier's words: data, never instructions.
  note text check (length(note) between 1 and 500),
  -- Absent where the event was imported.
  done_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, shipment_id) references logistics.shipment, foreign key (tenant_id, done_by) references logistics.effect
);
create index shipment_event_history on logistics.shipment_event (tenant_id, shipment_id, occurred_at desc, id desc);

-- A shipment that goes on by another route than before, and what was before: what cancel_reroute restores.
create table logistics.reroute (
  tenant_id text not null,
  id uuid not null,
  shipment_id text not null,
  -- The first of a shipment is 1: the last active one is taken back first.
  number integer not null check (number > 0),
  from_carrier_id text, from_route_id text, from_mode text, from_eta_on date,
  to_carrier_id text not null, to_route_id text not null, to_eta_on date not null,
  -- Where it was when it was rerouted.
  located_at text not null,
  extra_minor bigint not null check (extra_minor >= 0), currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'active' check (state in ('active', 'cancelled')),
  made_at timestamptz not null default clock_timestamp(), made_by uuid not null, cancelled_by uuid,
  primary key (tenant_id, id), unique (tenant_id, made_by), unique (tenant_id, shipment_id, number),
  foreign key (tenant_id, shipment_id) references logistics.shipment,
  foreign key (tenant_id, from_carrier_id) references logistics.carrier, foreign key (tenant_id, to_carrier_id) references logistics.carrier,
  foreign key (tenant_id, from_route_id) references logistics.route, foreign key (tenant_id, to_route_id) references logistics.route,
  foreign key (tenant_id, made_by) references logistics.effect, foreign key (tenant_id, cancelled_by) references logistics.effect,
  check ((state = 'cancelled') = (cancelled_by is not null))
);

create table logistics.driver (
  tenant_id text not null,
  -- "none" is what assign_driver takes a driver off by.
  id text not null check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' and lower(id) <> 'none'),
  name text not null check (length(name) between 1 and 200),
  region_id text not null, active boolean not null default true,
  primary key (tenant_id, id),
  foreign key (tenant_id, region_id) references logistics.region
);
create index driver_region on logistics.driver (tenant_id, region_id, id);

create table logistics.assignment (
  tenant_id text not null,
  id uuid not null,
  shipment_id text not null,
  driver_id text not null,
  assigned_at timestamptz not null default clock_timestamp(), ended_at timestamptz,
  -- Absent where it was imported.
  assigned_by uuid, ended_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, shipment_id) references logistics.shipment, foreign key (tenant_id, driver_id) references logistics.driver,
  foreign key (tenant_id, assigned_by) references logistics.effect, foreign key (tenant_id, ended_by) references logistics.effect,
  check (ended_by is null or ended_at is not null)
);
-- One driver at a time.
create unique index assignment_shipment on logistics.assignment (tenant_id, shipment_id) where ended_at is null;
create index assignment_driver on logistics.assignment (tenant_id, driver_id) where ended_at is null;

-- Which transitions exist. The same tables as those in TypeScript; a test holds them together.
create table logistics.transition (
  thing text not null, from_state text not null, to_state text not null,
  primary key (thing, from_state, to_state)
);
insert into logistics.transition (thing, from_state, to_state) values
  ('shipment', 'planned', 'in_transit'), ('shipment', 'planned', 'customs'), ('shipment', 'planned', 'delivered'),
  ('shipment', 'planned', 'cancelled'), ('shipment', 'in_transit', 'customs'), ('shipment', 'in_transit', 'delivered'),
  ('shipment', 'in_transit', 'cancelled'), ('shipment', 'customs', 'in_transit'), ('shipment', 'customs', 'delivered'),
  ('shipment', 'customs', 'cancelled'), ('reroute', 'active', 'cancelled'),
  ('route', 'active', 'suspended'), ('route', 'active', 'closed'), ('route', 'suspended', 'active'), ('route', 'suspended', 'closed');

create function logistics.check_transition() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.state <> old.state and not exists (select from logistics.transition t where t.thing = tg_table_name and t.from_state = old.state and t.to_state = new.state) then
    raise exception 'a % does not go from % to %', tg_table_name, old.state, new.state using errcode = '23514';
  end if;
  return new;
end$$;
create trigger check_transition before update of state on logistics.shipment for each row execute function logistics.check_transition();
create trigger check_transition before update of state on logistics.reroute for each row execute function logistics.check_transition();
create trigger check_transition before update of state on logistics.route for each row execute function logistics.check_transition();

create function logistics.frozen() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'what happened is never edited' using errcode = '42501';
end$$;
create trigger frozen before update or delete on logistics.shipment_event for each row execute function logistics.frozen();
create trigger frozen_truncate before truncate on logistics.shipment_event for each statement execute function logistics.frozen();
-- Lines and events belong to whom their shipment belongs to, whatever their writer says; and a shipment stays with its customer.
create function logistics.of_customer() returns trigger language plpgsql set search_path = '' as $$
begin
  select s.customer_id into new.customer_id from logistics.shipment s where s.tenant_id = new.tenant_id and s.id = new.shipment_id;
  return new;
end$$;
create trigger of_customer before insert or update on logistics.shipment_line for each row execute function logistics.of_customer();
create trigger of_customer before insert on logistics.shipment_event for each row execute function logistics.of_customer();
create function logistics.keep_customer() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'a shipment stays with its customer' using errcode = '23514';
end$$;
create trigger keep_customer before update of customer_id on logistics.shipment for each row
  when (new.customer_id is distinct from old.customer_id) execute function logistics.keep_customer();

reset role;
alter table logistics.effect alter column server set default app.server();
alter table logistics.effect add foreign key (tenant_id, execution_id, server, xact)
  references approval.execution (tenant_id, id, server, xact);

select app.wall('logistics', t) from unnest(array['carrier', 'region', 'route', 'route_leg', 'effect', 'shipment', 'freight', 'shipment_line',
  'shipment_event', 'reroute', 'driver', 'assignment']) t;
select app.door('logistics', t, 'supercargo_logistics', 'select') from unnest(array['carrier', 'region', 'route', 'route_leg', 'shipment',
  'freight', 'shipment_line', 'shipment_event', 'reroute', 'driver', 'assignment']) t;
select app.door('logistics', t, 'supercargo_importer', v)
  from unnest(array['carrier', 'region', 'route', 'route_leg', 'shipment', 'freight', 'shipment_line', 'driver']) t,
       unnest(array['select', 'insert', 'update']) v;
select app.door('logistics', t, 'supercargo_importer', v)
  from unnest(array['shipment_event', 'assignment']) t, unnest(array['select', 'insert']) v;
select app.customer_door('logistics', t, 'supercargo_logistics_customer', 'select')
  from unnest(array['shipment', 'shipment_line', 'shipment_event']) t;
