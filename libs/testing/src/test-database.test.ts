import { expect, test } from 'vitest';
import { seededPolicy } from '@supercargo/policy';
import { foundTenant } from './found-tenant.ts';
import { testDatabase } from './test-database.ts';

const database = await testDatabase();

test('every login of a test is its real role, which owns nothing', async () => {
  for (const login of [
    'supercargo_inventory',
    'supercargo_terminal',
    'supercargo_console',
    'supercargo_importer',
    'supercargo_auditor',
  ] as const) {
    await expect(database.door(login).check()).resolves.toBeUndefined();
  }
});

test('a copy of the template is as closed to PUBLIC as the template', async () => {
  const rows = await database.admin<{ open: boolean }>(
    `select exists (select from pg_database d, aclexplode(d.datacl) a where d.datname = $1 and a.grantee = 0) or datacl is null as open
     from pg_database where datname = $1`,
    [database.name],
  );
  expect(rows).toEqual([{ open: false }]);
});

test('a founded tenant has its people and its policy, and is founded once', async () => {
  const tenant = await foundTenant(database);
  const [row] = await database.admin<{ people: number; rules: number; secrets: number }>(
    `select (select count(*)::int from people.person where tenant_id = $1) as people,
            (select count(*)::int from people.secret where tenant_id = $1) as secrets,
            (select count(*)::int from policy.rule where tenant_id = $1) as rules`,
    [tenant],
  );
  expect(row).toEqual({ people: 8, secrets: 6, rules: seededPolicy('EUR').rules.length });
  await expect(foundTenant(database)).rejects.toThrow('founded before');
});
