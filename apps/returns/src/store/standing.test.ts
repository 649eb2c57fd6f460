import { TenantId } from '@supercargo/kernel';
import { foundTenant, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { judge } from '../domain/verdict.ts';
import { DEMO } from '../import/demo/load-demo.ts';
import { RETURNS } from '../returns.fixture.ts';
import { readReturns } from './return-list.ts';
import { readReturn, readStanding } from './returns.ts';
import { newReturn } from './writes.fixture.ts';
import { RMA_STATES } from '../domain/rma.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);
const door = database.door('supercargo_returns');
const { tenant } = stage.principal('nobody');

/** What the database would give back and take for the value, by the superuser past every grant. */
async function refundOf(of: string, id: string): Promise<{ readonly value: bigint; readonly refund: bigint | null }> {
  const client = await database.adminClient();
  await client.query("begin; select set_config('app.tenant', $1, true)".replace('$1', `'${of}'`));
  const { rows } = await client.query<{ value: string; refund: string | null }>(
    'select s.value_minor as value, s.refund_minor as refund from returns.standing_of($1) s',
    [id],
  );
  await client.query('rollback');
  await client.end();
  const [row] = rows;
  const refund = row?.refund ?? null;
  return { value: BigInt(row?.value ?? 0), refund: refund === null ? null : BigInt(refund) };
}

test('the database and the table of rules agree on value and refund, for every return of a whole demo company', async () => {
  const tour = await foundTenant(database, { tenant: 'tour' });
  const company = { tenant: tour, currency: 'EUR', today: '2026-11-21', extent: 'whole' } as const;
  await database.door('supercargo_importer', { connectionsMax: 1 }).write(tour, (tx) => DEMO.load(tx, company));
  const filter = { states: RMA_STATES, customerId: null, reason: null, before: null, over: null };
  const { returns } = await door.read(tour, (tx) => readReturns(tx, filter, { after: null, limit: 200 }));
  expect(returns).toHaveLength(84);
  expect(new Set(returns.map((rma) => judge(rma).window))).toEqual(new Set(['inside', 'outside', 'unknown']));
  for (const rma of returns) {
    const { value, refund } = judge(rma);
    expect(await refundOf(tour, rma.id), rma.id).toEqual({ value: value.minor, refund: refund?.minor ?? null });
  }
});

test.each([
  ['a fee of a fraction of a cent, rounded for the customer', [{ price: 33 }, { price: 5 }], 'changed_mind'],
  ['the largest line that there can be', [{ price: 1_000_000_000, quantity: 1_000_000 }], 'changed_mind'],
  ['fifty lines', Array.from({ length: 50 }, (_, n) => ({ price: 101 + n, quantity: n + 1 })), 'other'],
  ['goods with a rule of their own beside others', [{ price: 99, category: 'coffee' }, { price: 99 }], 'changed_mind'],
])('they agree on %s', async (_what, lines, reason) => {
  const id = await newReturn(stage, { lines, reason });
  const rma = await door.read(tenant, (tx) => readReturn(tx, id));
  const verdict = rma === undefined ? undefined : judge(rma);
  expect(verdict?.refund).not.toBeNull();
  expect(await refundOf(tenant, id)).toEqual({ value: verdict?.value.minor, refund: verdict?.refund?.minor });
});

test('without a rule for a line neither gives anything back', async () => {
  await database.admin("delete from returns.return_policy where reason = 'other'");
  const id = await newReturn(stage, { reason: 'other' });
  const rma = await door.read(tenant, (tx) => readReturn(tx, id));
  expect(rma === undefined ? undefined : judge(rma).refund).toBeNull();
  expect(await refundOf(tenant, id)).toEqual({ value: 40_00n, refund: null });
});

test('what guards compare names reason, order, customer, lines, days and rules', async () => {
  const id = await newReturn(stage, {
    ...{ id: 'T-1', order: 'SO-7', reason: 'changed_mind', delivered: null },
    lines: [
      { sku: 'COF-1KG', category: 'coffee', quantity: 2, price: 19_00 },
      { sku: 'EQP-1', category: 'machines', price: 640_00 },
    ],
  });
  const asked = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  expect(await door.read(tenant, (tx) => readStanding(tx, id))).toEqual({
    claimed: 'changed_mind, order SO-7 of CUS-CARLOS: 2 COF-1KG (coffee) at 1900 EUR, 1 EQP-1 (machines) at 64000 EUR',
    days: `delivered not recorded, asked ${asked}`,
    rules: 'changed_mind coffee: 0 days, 5000 bp, limit 10000 EUR, changed_mind any: 14 days, 1000 bp, limit 50000 EUR',
  });
});

test('a return of another company, one that there is not and one without lines stand on nothing', async () => {
  const empty = await newReturn(stage, { lines: [] });
  for (const id of ['NO-SUCH', empty]) {
    expect(await door.read(tenant, (tx) => readStanding(tx, id))).toBeUndefined();
  }
  expect(await door.read(TenantId.parse('globex'), (tx) => readStanding(tx, 'T-1'))).toBeUndefined();
});
