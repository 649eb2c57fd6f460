set local role supercargo_people_owner;

-- A tenant, and whether scripts may play its people: such a tenant's approvers share nothing with anybody else's.
create table people.tenant (
  tenant_id text primary key check (tenant_id ~ '^[a-z][a-z0-9-]{1,31}$'),
  name text not null check (length(name) between 1 and 100),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  scripted boolean not null default false,
  founded_at timestamptz not null default clock_timestamp()
);

create table people.person (
  tenant_id text not null references people.tenant,
  id text not null check (id ~ '^[a-z][a-z0-9._-]{0,63}$'),
  name text not null check (length(name) between 1 and 100),
  roles text[] not null check (cardinality(roles) between 1 and 10),
  active boolean not null default true,
  primary key (tenant_id, id)
);

-- The approver's secret, given once at enrolment and kept as a slow hash. Wrong tries are counted and lock for a while.
create table people.secret (
  tenant_id text not null,
  person_id text not null,
  hash text not null,
  wrong_tries integer not null default 0,
  locked_until timestamptz,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references people.person
);

reset role;
select app.wall('people', t) from unnest(array['tenant', 'person', 'secret']) t;
select app.door('people', t, r, 'select')
  from unnest(array['tenant', 'person']) t,
       unnest(array['supercargo_inventory', 'supercargo_terminal', 'supercargo_importer', 'supercargo_auditor']) r;
