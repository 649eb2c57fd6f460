set local role supercargo_inventory_owner;

-- Every change of stock, as it happened: what daily use and forecasts are computed from. Append only. Goods that leave count below zero.
create table inventory.movement (
  tenant_id text not null,
  id uuid not null,
  sku text not null,
  warehouse_id text not null,
  kind text not null check (kind in ('receipt', 'issue', 'transfer_in', 'transfer_out', 'adjustment')),
  quantity bigint not null check (quantity <> 0),
  occurred_at timestamptz not null,
  -- The number of the document it belongs to, such as a delivery note.
  reference text check (length(reference) between 1 and 64),
  -- Words of whoever adjusted: data, never instructions.
  reason text check (length(reason) between 1 and 500),
  -- Absent where the movement was imported: it happened before we were asked.
  done_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, warehouse_id) references inventory.warehouse,
  foreign key (tenant_id, sku) references inventory.item,
  foreign key (tenant_id, done_by) references inventory.effect,
  check (case kind when 'receipt' then quantity > 0 when 'transfer_in' then quantity > 0
                   when 'issue' then quantity < 0 when 'transfer_out' then quantity < 0 else true end)
);
create index movement_item on inventory.movement (tenant_id, sku, occurred_at) include (warehouse_id, kind, quantity);
create index movement_done_by on inventory.movement (tenant_id, done_by) where done_by is not null;

create function inventory.frozen() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'what moved is never edited' using errcode = '42501', hint = 'record an adjustment';
end$$;
create trigger frozen before update or delete on inventory.movement for each row execute function inventory.frozen();
create trigger frozen_truncate before truncate on inventory.movement for each statement execute function inventory.frozen();

-- Orders that the warehouse system had before anybody asked us come by import, under the number it gave them. All others are ours, and
-- refer to the effect that made them.
alter table inventory.purchase_order
  add column number text check (length(number) between 1 and 64),
  add column expected_on date,
  add column received_at timestamptz,
  alter column ordered_by drop not null,
  add unique (tenant_id, number),
  add check ((ordered_by is null) = (number is not null)),
  add check ((state = 'received') = (received_at is not null)),
  drop constraint purchase_order_check,
  add constraint purchase_order_cancelled check (case when state = 'cancelled' then cancelled_by is not null or number is not null else cancelled_by is null end);
drop index inventory.purchase_order_open;
create index purchase_order_open on inventory.purchase_order (tenant_id, sku) include (quantity, expected_on, ordered_at) where state = 'open';
create index purchase_order_listing on inventory.purchase_order (tenant_id, ordered_at desc, id desc);

-- A file on its way in: its lines are kept here, batch by batch, and become rows of the trade in one transaction once all are read. What was
-- staged survives a kill, and nobody sees half a file.
create table inventory.import_run (
  tenant_id text not null,
  id uuid not null,
  source text not null check (source ~ '^[a-z][a-z-]{1,31}$'),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  mapping text not null check (octet_length(mapping) <= 8192) check (mapping is json object with unique keys),
  state text not null default 'staging' check (state in ('staging', 'done', 'refused')),
  lines bigint not null default 0 check (lines >= 0),
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (tenant_id, id),
  check ((state = 'staging') = (ended_at is null))
);
create unique index import_run_staging on inventory.import_run (tenant_id, source, file_sha256, mapping) where state = 'staging';

create table inventory.import_row (
  tenant_id text not null,
  run_id uuid not null,
  line bigint not null check (line > 0),
  -- What makes the row the same row when a file says it twice.
  key text not null check (octet_length(key) <= 512),
  row text not null check (octet_length(row) <= 65536) check (row is json object with unique keys),
  primary key (tenant_id, run_id, key),
  foreign key (tenant_id, run_id) references inventory.import_run on delete cascade
);

reset role;
select app.wall('inventory', t) from unnest(array['movement', 'import_run', 'import_row']) t;
select app.door('inventory', 'movement', 'supercargo_inventory', 'select');
select app.door('inventory', 'movement', 'supercargo_importer', v) from unnest(array['select', 'insert']) v;
select app.door('inventory', 'purchase_order', 'supercargo_importer', 'update');
create policy importer_insert on inventory.purchase_order for insert to supercargo_importer
  with check (tenant_id = (select app.tenant()) and number is not null);
select app.door('inventory', 'import_run', 'supercargo_importer', v) from unnest(array['select', 'insert', 'update']) v;
select app.door('inventory', 'import_row', 'supercargo_importer', v) from unnest(array['select', 'insert', 'delete']) v;
