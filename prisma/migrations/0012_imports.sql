-- Files on their way in belong to all servers: each import of each of them stages its lines here, batch by batch, and makes them rows of its
-- trade in one transaction once all are read. What was staged survives a kill, and nobody sees half a file.
set local role supercargo_inventory_owner;
-- What was staged and did not end is read anew from its file. Which files came in is in the audit log.
drop table inventory.import_row;
drop table inventory.import_run;
reset role;

set local role supercargo_imports_owner;
create table imports.run (
  tenant_id text not null,
  id uuid not null,
  -- Whose rows the lines become.
  server text not null check (server ~ '^[a-z]{2,20}$'),
  source text not null check (source ~ '^[a-z][a-z-]{1,31}$'),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  mapping text not null check (octet_length(mapping) <= 8192) check (mapping is json object with unique keys),
  -- Which version of the reader staged the rows: another one does not go on with them.
  format text not null check (format ~ '^[0-9]{1,9}(\.[0-9]{1,9}){0,3}$'),
  state text not null default 'staging' check (state in ('staging', 'done', 'refused')),
  lines bigint not null default 0 check (lines >= 0),
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (tenant_id, id),
  check ((state = 'staging') = (ended_at is null))
);
create unique index run_staging on imports.run (tenant_id, server, source, file_sha256, mapping) where state = 'staging';

create table imports.row (
  tenant_id text not null,
  run_id uuid not null,
  line bigint not null check (line > 0),
  -- What makes the row the same row when a file says it twice.
  key text not null check (octet_length(key) <= 512),
  row text not null check (octet_length(row) <= 65536) check (row is json object with unique keys),
  primary key (tenant_id, run_id, key),
  foreign key (tenant_id, run_id) references imports.run on delete cascade
);

reset role;
select app.wall('imports', t) from unnest(array['run', 'row']) t;
select app.door('imports', 'run', 'supercargo_importer', v) from unnest(array['select', 'insert', 'update']) v;
select app.door('imports', 'row', 'supercargo_importer', v) from unnest(array['select', 'insert', 'delete']) v;
