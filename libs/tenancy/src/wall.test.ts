import { fillWall, tenantTables, testDatabase, wallFailures } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';

const database = await testDatabase();

beforeAll(async () => {
  await fillWall(await database.adminClient());
});

// Several hundred breaches, each tried and taken back: minutes on a machine that does other work.
const BREACHES_MS = 180_000;

test('every login and owner reaches its own tenant as the matrix says, and nothing of another, of none or of an empty one', async () => {
  const session = await database.adminClient();
  await expect(wallFailures(session)).resolves.toEqual([]);
});

interface Policy {
  readonly table: string;
  readonly name: string;
  readonly role: string;
  readonly reads: boolean;
  readonly writes: boolean;
  readonly open: boolean;
}

async function policies(): Promise<readonly Policy[]> {
  return database.admin<Policy>(
    `select schemaname || '.' || tablename as "table", policyname as name, roles[1]::text as role, qual is not null as reads,
            -- Whoever cannot update the tenant of a row has none to check.
            with_check is not null and (cmd <> 'UPDATE' or has_column_privilege(roles[1], format('%I.%I', schemaname, tablename), 'tenant_id', 'update'))
              as writes,
            coalesce(qual = 'true', false) as open
     from pg_policies order by 1, 2`,
  );
}

/** What is done to a table, and the one role that it is done to; undefined where it is done to all. */
interface Breach {
  readonly table: string;
  readonly role?: string;
  readonly statement: string;
}

/** The breaches that the check lets pass: none. Each is made, tried and undone in one transaction. */
async function unnoticed(breaches: readonly Breach[]): Promise<readonly string[]> {
  const session = await database.adminClient();
  const passed: string[] = [];
  for (const { table, role, statement } of breaches) {
    await session.query('begin');
    await session.query(statement);
    const failures = await wallFailures(session, [table], role === undefined ? undefined : [role]);
    await session.query('rollback');
    if (failures.length === 0) passed.push(statement);
  }
  return passed;
}

test('dropping any one policy turns the check red', { timeout: BREACHES_MS }, async () => {
  const all = await policies();
  expect(all.length).toBeGreaterThan(60);
  await expect(
    unnoticed(all.map(({ table, name, role }) => ({ table, role, statement: `drop policy ${name} on ${table}` }))),
  ).resolves.toEqual([]);
});

test('widening any one policy turns the check red', { timeout: BREACHES_MS }, async () => {
  const bound = (await policies()).filter(({ open }) => !open);
  const widened = bound.flatMap(({ table, name, role, reads, writes }) => [
    ...(reads ? [{ table, role, statement: `alter policy ${name} on ${table} using (true)` }] : []),
    ...(writes ? [{ table, role, statement: `alter policy ${name} on ${table} with check (true)` }] : []),
  ]);
  await expect(unnoticed(widened)).resolves.toEqual([]);
});

test('a second permissive policy, which widens the first, turns the check red', { timeout: BREACHES_MS }, async () => {
  const seconds = (await policies())
    .filter(({ open, reads }) => reads && !open)
    .map(({ table, name, role }) => ({
      ...{ table, role },
      statement: `do $$ declare r text; v text; begin
        select roles[1], cmd into r, v from pg_policies where schemaname || '.' || tablename = '${table}' and policyname = '${name}';
        execute format('create policy second on ${table} for %s to %I using (true)', v, r);
      end$$`,
    }));
  await expect(unnoticed(seconds)).resolves.toEqual([]);
});

test(
  'switching the walls of any one table off, or not forcing them on its owner, turns the check red',
  { timeout: BREACHES_MS },
  async () => {
    const tables = await tenantTables(await database.adminClient());
    const breaches = tables.flatMap((table) => [
      { table, statement: `alter table ${table} disable row level security` },
      { table, statement: `alter table ${table} no force row level security` },
    ]);
    await expect(unnoticed(breaches)).resolves.toEqual([]);
  },
);
