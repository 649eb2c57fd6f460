import type { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { requiredFor } from './required.ts';

// What has no amount is judged by its units: the same evaluator, the other measure.
const database = await testDatabase();
const inventory = database.door('supercargo_inventory');
let acme: TenantId;

beforeAll(async () => {
  acme = await foundTenant(database);
});

interface Asked {
  readonly tool?: string;
  readonly units: number | null;
  readonly minor?: bigint;
}

async function required({ tool = 'adjust_stock', units, minor }: Asked): Promise<Readonly<Record<string, unknown>>> {
  const amount = minor === undefined ? null : { minor, currency: 'EUR' };
  const answer = await inventory.read(acme, (tx) =>
    requiredFor(tx, { server: 'inventory', tool, amount, units, requester: 'wes' }),
  );
  return answer.ok ? { ...answer.value } : { refusal: answer.refusal };
}

test.each<readonly [string, Asked, unknown]>([
  ['no units', { units: null }, { tier: 'consent' }],
  ['0 units', { units: 0 }, { tier: 'consent' }],
  ['100 units', { units: 100 }, { tier: 'consent', why: 'rule' }],
  ['101 units', { units: 101 }, { tier: 'person', quorum: 1, needRole: null, why: 'rule' }],
  ['a million units', { units: 1_000_000 }, { tier: 'person', quorum: 1 }],
  ['fewer than no units', { units: -1 }, { refusal: 'no_policy' }],
  ['an amount instead of units', { units: null, minor: 5_000_00n }, { tier: 'person', why: 'consent_total' }],
  ['101 units and an amount', { units: 101, minor: 1n }, { tier: 'person', why: 'rule' }],
  ['units of a tool judged by amounts', { tool: 'create_reorder', units: 101 }, { tier: 'consent' }],
  ['an amount above, of few units', { tool: 'create_reorder', units: 1, minor: 1_000_01n }, { tier: 'person' }],
])('%s', async (_, asked, verdict) => {
  expect(await required(asked)).toMatchObject(verdict as Record<string, unknown>);
});

test('the two bands of a tool are two rules: the hash of each has its units', async () => {
  const [small, large] = [await required({ units: 100 }), await required({ units: 101 })];
  const version = "insert into policy.version values ('acme', $1, default, '{ada,alan}', 'a test')";
  const rules = `insert into policy.rule (tenant_id, version, server, tool, over_minor, over_units, currency, tier, quorum)
    select tenant_id, $1, server, tool, over_minor, $2::bigint, currency, tier, quorum from policy.rule
    where tenant_id = 'acme' and version = 1 and tool = 'adjust_stock' and over_units = 100`;
  await database.admin(version, [2]);
  await database.admin(rules, [2, 100]);
  await database.admin("update policy.live set version = 2 where tenant_id = 'acme'");
  expect((await required({ units: 101 }))['rule']).toBe(large['rule']);
  await database.admin(version, [3]);
  await database.admin(rules, [3, 99]);
  await database.admin("update policy.live set version = 3 where tenant_id = 'acme'");
  const other = (await required({ units: 101 }))['rule'];
  expect(new Set([small['rule'], large['rule'], other]).size).toBe(3);
  await database.admin("update policy.live set version = 1 where tenant_id = 'acme'");
});

test.each<readonly [string, readonly (readonly [number, number])[], string]>([
  ['a band of an amount and of units at once', [[100_00, 100]], 'rule_of_one_measure'],
  [
    'bands of amounts beside bands of units',
    [
      [-1, -1],
      [100_00, -1],
      [-1, 100],
    ],
    'are of amounts and of units',
  ],
  [
    'bands of units beside bands of amounts',
    [
      [-1, 100],
      [100_00, -1],
    ],
    'are of amounts and of units',
  ],
  [
    'one band twice',
    [
      [-1, 100],
      [-1, 100],
    ],
    'rule_pkey',
  ],
  ['a band below everything', [[-1, -2]], 'over_units'],
])('%s is no policy', async (_, bands, fault) => {
  const session = await database.adminClient();
  await session.query('begin');
  await session.query("insert into policy.version values ('acme', 9, default, '{ada,alan}', 'a test')");
  const publish = async (): Promise<void> => {
    for (const band of bands) {
      await session.query(
        `insert into policy.rule (tenant_id, version, server, tool, over_minor, over_units, currency, tier, quorum)
         values ('acme', 9, 'inventory', 'adjust_stock', $1, $2, 'EUR', 'person', 1)`,
        [...band],
      );
    }
  };
  await expect(publish()).rejects.toThrow(fault);
  await session.query('rollback');
});

test('a total of units has no currency, and a total of money has one', async () => {
  for (const [dimension, currency] of [
    ['requester_units', 'EUR'],
    ['requester', null],
    ['warehouse_units', null],
  ]) {
    await expect(
      database.admin("insert into policy.consent_limit values ('globex', $1, $2, 5)", [dimension, currency]),
    ).rejects.toThrow('consent_limit');
  }
  await database.admin("insert into policy.consent_limit values ('globex', 'server_units', null, 5)");
});
