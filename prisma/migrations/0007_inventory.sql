set local role supercargo_inventory_owner;

create table inventory.supplier (
  tenant_id text not null,
  id text not null check (length(id) between 1 and 64),
  name text not null check (length(name) between 1 and 200),
  primary key (tenant_id, id)
);

create table inventory.warehouse (
  tenant_id text not null,
  id text not null check (length(id) between 1 and 32),
  name text not null check (length(name) between 1 and 200),
  country text check (country ~ '^[A-Z]{2}$'),
  locode text check (locode ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
  primary key (tenant_id, id)
);

-- An item: its description is its supplier's text. Price, supplier and lead time are those of the last order, absent where none was seen.
create table inventory.item (
  tenant_id text not null,
  sku text not null check (length(sku) between 1 and 64),
  description text not null check (length(description) between 1 and 500),
  unit text not null check (unit ~ '^[A-Z0-9]{2,3}$'),
  supplier_id text,
  price_minor bigint check (price_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  price_as_of timestamptz,
  lead_time_days integer check (lead_time_days between 0 and 3650),
  reorder_point bigint check (reorder_point >= 0),
  safety_stock bigint check (safety_stock >= 0),
  primary key (tenant_id, sku),
  foreign key (tenant_id, supplier_id) references inventory.supplier,
  check ((price_minor is null) = (currency is null))
);
create index item_supplier on inventory.item (tenant_id, supplier_id);

-- A row is a count that somebody recorded. Where there is no row the stock was not recorded, which is not zero.
create table inventory.stock (
  tenant_id text not null,
  warehouse_id text not null,
  sku text not null,
  on_hand bigint not null check (on_hand >= 0),
  allocated bigint not null default 0 check (allocated >= 0),
  recorded_at timestamptz not null,
  primary key (tenant_id, sku, warehouse_id),
  foreign key (tenant_id, warehouse_id) references inventory.warehouse,
  foreign key (tenant_id, sku) references inventory.item
);
create index stock_warehouse on inventory.stock (tenant_id, warehouse_id, sku);

-- One row per execution, in the transaction that consumed the approval and in no other. Another server's login has no effect here,
-- whatever it was granted.
create table inventory.effect (
  tenant_id text not null,
  execution_id uuid not null,
  server text not null check (server = 'inventory'),
  xact xid8 not null default pg_current_xact_id(),
  tool text not null,
  primary key (tenant_id, execution_id)
);

create table inventory.purchase_order (
  tenant_id text not null,
  id uuid not null,
  sku text not null,
  supplier_id text not null,
  warehouse_id text not null,
  quantity bigint not null check (quantity > 0),
  price_minor bigint not null check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null generated always as (price_minor * quantity) stored,
  state text not null default 'open' check (state in ('open', 'cancelled', 'received')),
  ordered_at timestamptz not null default clock_timestamp(),
  ordered_by uuid not null,
  cancelled_by uuid,
  primary key (tenant_id, id),
  unique (tenant_id, ordered_by),
  foreign key (tenant_id, sku) references inventory.item,
  foreign key (tenant_id, supplier_id) references inventory.supplier,
  foreign key (tenant_id, warehouse_id) references inventory.warehouse,
  foreign key (tenant_id, ordered_by) references inventory.effect,
  foreign key (tenant_id, cancelled_by) references inventory.effect,
  check ((state = 'cancelled') = (cancelled_by is not null))
);
create index purchase_order_open on inventory.purchase_order (tenant_id, sku) where state = 'open';

-- The order history as a file told it: what could be read in columns, every column of the line as it stood beside it.
create table inventory.order_line (
  tenant_id text not null,
  source text not null check (source ~ '^[a-z]{2,16}$'),
  line_id text not null check (length(line_id) between 1 and 32),
  order_number text not null,
  kind text not null check (kind in ('purchase', 'stock')),
  supplier_id text,
  place text,
  sku text not null,
  quantity bigint check (quantity >= 0),
  value_minor bigint check (value_minor >= 0),
  price_minor bigint check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  ordered_on date,
  scheduled_on date,
  delivered_on date,
  lead_time_days integer,
  line_number integer not null,
  columns text not null check (columns is json object with unique keys),
  primary key (tenant_id, source, line_id),
  foreign key (tenant_id, supplier_id) references inventory.supplier,
  foreign key (tenant_id, sku) references inventory.item,
  check ((kind = 'purchase') = (supplier_id is not null)),
  check ((kind = 'stock') = (place is not null))
);
create index order_line_item on inventory.order_line (tenant_id, sku, delivered_on desc);
create index order_line_order on inventory.order_line (tenant_id, order_number);

reset role;
alter table inventory.effect alter column server set default app.server();
-- An effect belongs to an execution of this server that is open in this very transaction.
alter table inventory.effect add foreign key (tenant_id, execution_id, server, xact)
  references approval.execution (tenant_id, id, server, xact);

select app.wall('inventory', t)
  from unnest(array['supplier', 'warehouse', 'item', 'stock', 'effect', 'purchase_order', 'order_line']) t;
select app.door('inventory', t, 'supercargo_inventory', 'select')
  from unnest(array['supplier', 'warehouse', 'item', 'stock', 'purchase_order', 'order_line']) t;
select app.door('inventory', t, 'supercargo_importer', v)
  from unnest(array['supplier', 'warehouse', 'item', 'stock', 'order_line']) t, unnest(array['select', 'insert', 'update']) v;
select app.door('inventory', 'purchase_order', 'supercargo_importer', 'select');
