import type pg from 'pg';
import { narrowerOf, ROLES, wallCases, type WallRow, type WallTable } from './wall-cases.ts';
import { CUSTOMER, OTHER, OWN } from './wall-rows.ts';

/**
 * Tries one statement as a role and answers with its row count or its refusal. Whatever it did is undone. Triggers are off, so that
 * nothing but privileges and walls can refuse. A login becomes the session's user, because policies ask for that.
 */
const ATTEMPT = `
  create or replace function pg_temp.attempt(
    p_role text, p_tenant text, p_statement text, p_table text, p_removed text
  ) returns text language plpgsql as $$
  declare
    n bigint;
    said text;
  begin
    begin
      perform set_config('session_replication_role', 'replica', true);
      perform set_config('app.customer', '${CUSTOMER}', true);
      if p_removed is not null then
        execute format('delete from %s where ctid = %L', p_table, p_removed);
      end if;
      if p_tenant is not null then
        perform set_config('app.tenant', p_tenant, true);
      end if;
      if p_role like '%\\_owner' or p_role = 'supercargo_sweeper' then
        execute format('set local role %I', p_role);
      else
        execute format('set local session authorization %I', p_role);
      end if;
      if p_statement like 'select %' then
        execute p_statement into n;
      else
        execute p_statement;
        get diagnostics n = row_count;
      end if;
      raise exception using errcode = 'WALL0', message = n::text;
    exception when others then
      get stacked diagnostics said = message_text;
      return case
        when sqlstate = 'WALL0' then said
        when sqlstate = '42501' and said like 'permission denied for %' then 'no privilege'
        when sqlstate = '42501' and said like '%row-level security%' then 'row security'
        when sqlstate = '42501' and said = 'no tenant set' then 'no tenant'
        else sqlstate || ' ' || said
      end;
    end;
  end$$`;

/**
 * What is wrong with the walls: one sentence for each attempt that came out otherwise than the access matrix says, over every role,
 * verb and table with tenants (or only the tables and roles named). Empty when all is well. Expects the rows of `fillWall`, a superuser's
 * session, and, for the cases where no tenant was ever set, one that never set any.
 */
export async function wallFailures(
  client: pg.Client,
  only?: readonly string[],
  roles: readonly string[] = ROLES,
): Promise<readonly string[]> {
  await client.query(ATTEMPT);
  const failures: string[] = [];
  for (const name of await tenantTables(client)) {
    if (only !== undefined && !only.includes(name)) continue;
    const table = await wallTable(client, name);
    if (table.own.length === 0 || table.other.length === 0) failures.push(`${name} has no rows to try`);
    const cases = ROLES.filter((role) => roles.includes(role)).flatMap((role) => wallCases(role, table));
    // Those without a tenant go first: a setting once made stays behind as an empty one.
    const ordered = [...cases].sort((a, b) => Number(a.tenant !== null) - Number(b.tenant !== null));
    const { rows } = await client.query<{ said: string }>(
      `select pg_temp.attempt(c.role, c.tenant, c.statement, c.table, c.removed) as said
       from rows from (jsonb_to_recordset($1) as (role text, tenant text, statement text, "table" text, removed text))
         with ordinality as c (role, tenant, statement, "table", removed, nr)
       order by c.nr`,
      [JSON.stringify(ordered)],
    );
    ordered.forEach(({ what, tenant, expected }, index) => {
      const said = rows[index]?.said;
      if (said !== expected) {
        failures.push(`${what}, tenant ${JSON.stringify(tenant)}: expected ${expected}, got ${String(said)}`);
      }
    });
  }
  return failures;
}

/** The tables of ours that have tenants, by the catalogue. */
export async function tenantTables(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function wallTable(client: pg.Client, name: string): Promise<WallTable> {
  const columns = await columnsOf(client, name);
  const meant = narrowerOf(name, columns).map(
    ({ role, verb, predicate }) => `case when ${predicate} then '${role} ${verb}' end`,
  );
  const { rows } = await client.query<WallRow & { tenant_id: string }>(
    `select t.tenant_id, t.ctid::text, to_jsonb(t)::text as json, array_remove(array[${meant.join(', ')}]::text[], null) as meant
     from ${name} t`,
  );
  const of = (tenant: string): readonly WallRow[] => rows.filter((row) => row.tenant_id === tenant);
  return { name, own: of(OWN), other: of(OTHER), columns };
}

async function columnsOf(client: pg.Client, name: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [name],
  );
  return rows.map((column) => column.name);
}
