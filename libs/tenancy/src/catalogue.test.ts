import { FUNCTION_GRANTS, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEFINERS, WITHOUT_TENANT } from './catalogue.fixture.ts';

const database = await testDatabase();

/** The effects of the access matrix: they take a request id, in the schema of a server whose login alone may call them. */
const EFFECTS = FUNCTION_GRANTS.flatMap(({ function: signature, roles }) => {
  const [, server = '', name = ''] = /^(\w+)\.(\w+)\(uuid\)$/.exec(signature) ?? [];
  return roles.length === 1 && roles[0] === `supercargo_${server}` ? [`${server}.${name}`] : [];
});

const WITH_OWNERS_RIGHTS = [...EFFECTS, ...DEFINERS].sort();

const OURS = "n.nspname !~ '^(pg_|information_schema|extensions)'";
const TABLES = `from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${OURS}`;

interface Rule {
  readonly says: string;
  /** Finds what breaks the rule, as rows of `found`. */
  readonly query: string;
  readonly parameters?: readonly unknown[];
  /** Breaks it, to show that the query finds it. */
  readonly breach: string;
}

const RULES: readonly Rule[] = [
  {
    says: 'every table with tenants has row-level security, enabled and forced on its owner',
    query: `select n.nspname || '.' || c.relname as found ${TABLES}
      and not (c.relrowsecurity and c.relforcerowsecurity) and n.nspname || '.' || c.relname <> all ($1)`,
    parameters: [Object.keys(WITHOUT_TENANT)],
    breach: 'create table inventory.forgotten (tenant_id text primary key)',
  },
  {
    says: 'no table is partitioned or inherits: a partition is read past the policies of its parent',
    query: `select n.nspname || '.' || c.relname as found ${TABLES}
      and (c.relkind = 'p' or c.relispartition or exists (select from pg_inherits i where i.inhrelid = c.oid))`,
    breach: 'create table inventory.child () inherits (inventory.supplier)',
  },
  {
    says: 'every policy names one role of ours and never PUBLIC',
    query: `select schemaname || '.' || tablename || ' ' || policyname as found from pg_policies
      where cardinality(roles) <> 1 or roles[1]::text !~ '^supercargo_'`,
    breach: 'create policy everybody on inventory.supplier using (true)',
  },
  {
    says: 'what a customer’s login may read of rows that are a customer’s is narrowed to its own by a restrictive policy',
    query: `select n.nspname || '.' || c.relname || ' ' || r.rolname as found
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_roles r on r.rolname ~ '_customer$' and has_any_column_privilege(r.oid, c.oid, 'select')
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'customer_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not exists (select from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname and p.permissive = 'RESTRICTIVE'
        and p.roles = array[r.rolname] and p.cmd = 'SELECT' and p.qual = '(customer_id = ( SELECT app.customer() AS customer))')`,
    breach: 'drop policy orders_customer_select_own on orders.sales_order',
  },
  {
    says: 'every policy asks for the tenant, except those that find what is due; a restrictive one only narrows another',
    query: `select schemaname || '.' || tablename || ' ' || policyname as found from pg_policies
      where policyname <> 'sweeper_select' and permissive = 'PERMISSIVE'
        and ((qual is not null and qual !~ 'tenant_id = app\\.tenant\\(\\)')
          or (with_check is not null and with_check !~ 'tenant_id = app\\.tenant\\(\\)')
          or (cmd in ('UPDATE', 'ALL') and with_check is null))`,
    breach:
      'create policy loose on inventory.supplier for update to supercargo_auditor using (tenant_id = (select app.tenant()))',
  },
  {
    says: 'no role has two permissive policies for one verb of one table, which would add up',
    query: `select schemaname || '.' || tablename || ' ' || roles::text || ' ' || verb as found
      from pg_policies, unnest(case cmd when 'ALL' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] else array[cmd] end) as verb
      where permissive = 'PERMISSIVE' group by 1 having count(*) > 1`,
    breach:
      'create policy again on inventory.supplier for select to supercargo_inventory using (tenant_id = (select app.tenant()))',
  },
  {
    says: 'tenant_id comes first in every primary key, unique key, unique index and foreign key',
    query: `
      select k.conrelid::regclass || ' ' || k.conname as found
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype in ('p', 'u', 'f') and ${OURS} and a.attname <> 'tenant_id' and k.conrelid <> all ($1::regclass[])
      union
      select i.indexrelid::regclass::text
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where i.indisunique and ${OURS} and a.attname is distinct from 'tenant_id' and c.oid <> all ($1::regclass[])`,
    parameters: [Object.keys(WITHOUT_TENANT)],
    breach: 'create unique index on inventory.supplier (id)',
  },
  {
    says: 'every foreign key points at the tenant_id of what it refers to',
    query: `select k.conrelid::regclass || ' ' || k.conname as found
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      join pg_attribute a on a.attrelid = k.confrelid and a.attnum = k.confkey[1]
      where k.contype = 'f' and ${OURS} and a.attname <> 'tenant_id'`,
    breach: `create table inventory.pointed (id text primary key);
      create table inventory.pointing (tenant_id text primary key references inventory.pointed)`,
  },
  {
    says: 'tenant_id is never null',
    query: `select a.attrelid::regclass::text as found from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      where a.attname = 'tenant_id' and c.relkind in ('r', 'p') and ${OURS} and not a.attnotnull`,
    breach: 'create table inventory.nobody (tenant_id text)',
  },
  {
    says: 'there are no sequences, whose values tell of other tenants',
    query: `select c.oid::regclass::text as found from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and ${OURS}`,
    breach: 'create table inventory.counted (tenant_id text, nr bigint generated always as identity)',
  },
  {
    says: 'views work with the rights of who looks',
    query: `select c.oid::regclass::text as found from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and ${OURS} and not coalesce(c.reloptions @> array['security_invoker=true'], false)`,
    breach: 'create view inventory.window as select * from inventory.supplier',
  },
  {
    says: 'functions with their owner’s rights are on the list',
    query: `select n.nspname || '.' || p.proname as found from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and ${OURS} and n.nspname || '.' || p.proname <> all ($1)`,
    parameters: [WITH_OWNERS_RIGHTS],
    breach: `create function inventory.sly() returns int language sql security definer set search_path = '' as 'select 1'`,
  },
  {
    // A body that was parsed when the function was made has no names left to look up.
    says: 'every function of a tenant’s schema has an empty search_path and belongs to its schema’s owner',
    query: `select p.oid::regprocedure::text as found from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and (not coalesce(p.proconfig @> array['search_path=""'], p.prosqlbody is not null)
        or (p.prosecdef and p.proowner <> n.nspowner))`,
    breach: `create function inventory.careless() returns int language sql as 'select 1'`,
  },
  {
    says: 'no function is executable by PUBLIC, those of extensions included',
    query: `select p.oid::regprocedure::text as found from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname !~ '^(pg_|information_schema)' and has_function_privilege('public', p.oid, 'execute')`,
    breach: 'grant execute on function app.tenant() to public',
  },
  {
    says: 'a function made tomorrow is not executable by PUBLIC either',
    query: `select o as found from unnest(array['app', 'people', 'policy', 'approval', 'audit', 'inventory']) o
      where not exists (select from pg_default_acl d where d.defaclobjtype = 'f' and d.defaclnamespace = 0
        and d.defaclrole = ('supercargo_' || o || '_owner')::regrole
        and not exists (select from aclexplode(d.defaclacl) a where a.grantee = 0))`,
    breach: 'alter default privileges for role supercargo_policy_owner grant execute on functions to public',
  },
  {
    says: 'owners cannot log in, and nobody is one of them',
    query: `select r.rolname as found from pg_roles r where r.rolname ~ '^supercargo_(.*_owner|sweeper)$'
      and (r.rolcanlogin or r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb
        or exists (select from pg_auth_members m where m.roleid = r.oid or m.member = r.oid))`,
    breach: 'grant supercargo_policy_owner to supercargo_auditor',
  },
  {
    says: 'logins are bound by row-level security, may make nothing and own nothing',
    query: `select r.rolname as found from pg_roles r
      where r.rolname in ('supercargo_inventory', 'supercargo_terminal', 'supercargo_console', 'supercargo_importer',
        'supercargo_auditor')
      and (not r.rolcanlogin or r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
        or exists (select from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o'))`,
    breach: 'alter table inventory.supplier owner to supercargo_importer',
  },
  {
    says: 'nobody but a table’s owner may truncate it, and what is append-only refuses its owner too',
    query: `select c.oid::regclass || ' ' || r.rolname as found
      from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
      where c.relkind = 'r' and ${OURS} and not r.rolsuper and c.relowner <> r.oid and has_table_privilege(r.oid, c.oid, 'truncate')
      union
      select t || ' may be truncated' from unnest(array['audit.entry', 'audit.unauthenticated_entry', 'approval.plan',
        'approval.decision', 'events.outbox', 'events.delivery', 'policy.version', 'policy.rule', 'policy.spending_cap']) t
      where not exists (select from pg_trigger g where g.tgrelid = t::regclass and g.tgtype & 32 = 32 and g.tgenabled = 'O')`,
    breach: 'alter table audit.entry disable trigger frozen_truncate',
  },
];

test.each(RULES)('$says', async ({ query, parameters = [], breach }) => {
  const session = await database.adminClient();
  const found = async (): Promise<readonly string[]> =>
    (await session.query<{ found: string }>(query, [...parameters])).rows.map((row) => row.found);
  expect(await found()).toEqual([]);
  await session.query('begin');
  await session.query(breach);
  const noticed = await found();
  await session.query('rollback');
  expect(noticed).not.toEqual([]);
});

test('the lists of exceptions name nothing that is gone', async () => {
  const [tables] = await database.admin<{ names: string[] }>(
    `select array_agg(n.nspname || '.' || c.relname) as names ${TABLES}
     and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')`,
  );
  expect([...(tables?.names ?? [])].sort()).toEqual(Object.keys(WITHOUT_TENANT).sort());
  const [functions] = await database.admin<{ names: string[] }>(
    `select array_agg(distinct n.nspname || '.' || p.proname) as names
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${OURS}`,
  );
  expect([...(functions?.names ?? [])].sort()).toEqual(WITH_OWNERS_RIGHTS);
});
