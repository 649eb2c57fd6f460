import { randomUUID } from 'node:crypto';
import { TenantId } from '@supercargo/kernel';
import { testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { asPayments, caps, PLENTY, publishCaps, spenderOn } from './spending.fixture.ts';

// What spends nothing: other levels, logins, and parts of one payment.
const database = await testDatabase();
const session = await database.adminClient();
const { begin, tenant, spend, giveBack } = spenderOn(session);

beforeEach(begin);

test.each(['repeatable read', 'serializable', 'read uncommitted'])(
  'at %s nothing is spent or given back',
  async (level) => {
    await publishCaps(session, tenant(), caps());
    await expect(spend({ amount: 1 }, level)).rejects.toThrow('READ COMMITTED only');
    await expect(
      asPayments(session, tenant(), 'select policy.return_spending($1)', [randomUUID()], level),
    ).rejects.toThrow('READ COMMITTED only');
    expect(await database.admin('select from policy.spending where tenant_id = $1', [tenant()])).toEqual([]);
    expect(await spend({ amount: 1 })).toBeUndefined();
  },
);

test.each([
  'supercargo_payments',
  'supercargo_inventory',
  'supercargo_terminal',
  'supercargo_console',
  'supercargo_importer',
  'supercargo_auditor',
] as const)('%s spends nothing, gives nothing back and writes nothing of it', async (login) => {
  const door = database.door(login, { connectionsMax: 1 });
  const attempts = [
    "select policy.reserve_spending(gen_random_uuid(), 'felix', null, 'SUP-A', null, 'EUR', 1)",
    'select policy.return_spending(gen_random_uuid())',
    ...['spending_cap', 'spending_account', 'spending', 'spent_hour'].flatMap((table) => [
      `insert into policy.${table} (tenant_id) values ('acme')`,
      `update policy.${table} set tenant_id = 'acme'`,
      `delete from policy.${table}`,
    ]),
  ];
  for (const text of attempts) {
    await expect(
      door.write(TenantId.parse('acme'), (tx) => tx.query({ name: '', text })),
      text,
    ).rejects.toThrow('permission denied');
  }
  await door.close();
});

test('amounts that are each within a limit and together above it look like one in parts', async () => {
  await publishCaps(session, tenant(), caps({ 'tenant transaction': 100 }));
  const [row] = await database.admin<{ version: number }>('select version from policy.live where tenant_id = $1', [
    tenant(),
  ]);
  await database.admin(
    `insert into policy.rule (tenant_id, version, server, tool, over_minor, currency, tier, quorum)
     values ($1, $2, 'payments', 'release_payment', -1, 'EUR', 'person', 1), ($1, $2, 'payments', 'release_payment', 20, 'EUR', 'person', 2)`,
    [tenant(), row?.version],
  );
  const split = async (amount: number, ...others: readonly number[]): Promise<boolean | undefined> =>
    (
      await asPayments<{ split: boolean }>(
        session,
        tenant(),
        `select policy.looks_split('payments', 'release_payment', null, 'felix', null, 'SUP-A', null, 'EUR', $1, $2::text[]::bigint[]) as split`,
        [amount, others.map(String)],
      )
    )?.split;
  expect(await split(PLENTY)).toBe(false);
  expect(await split(20)).toBe(false);
  expect(await split(10, 10)).toBe(false);
  expect(await split(10, 11)).toBe(true);
  expect(await split(60, 41)).toBe(true);
  expect(await split(60, 40)).toBe(false);
  // What is above the limit on its own was judged by it.
  expect(await split(10, 60)).toBe(false);
  expect(await split(60, 10, 10)).toBe(false);
  // What left within a day counts, of the same payee and while it did not come back.
  const execution = randomUUID();
  await spend({ amount: 11, execution });
  await spend({ amount: 90, payee: 'SUP-B' });
  expect(await split(10)).toBe(true);
  await giveBack(execution);
  expect(await split(10)).toBe(false);
  await spend({ amount: 11 });
  await database.admin(
    "update policy.spending set reserved_at = reserved_at - interval '24 hours' where tenant_id = $1",
    [tenant()],
  );
  expect(await split(10)).toBe(false);
});
