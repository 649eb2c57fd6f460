import { CLIENTS, openStage, readResource, testDatabase, type ClientKind } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { RETURNS } from '../returns.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);

const read = (person = 'felix', kind?: ClientKind) => readResource(stage, person, 'returns://policy', kind);

test.each(CLIENTS)('%s: what the company promises, by reason and category', async (kind) => {
  const { rules, total } = await read('felix', kind);
  expect(total).toBe(9);
  expect(rules).toContainEqual({
    ...{ reason: 'changed_mind', category: 'any', window_days: 14, restocking_percent: 10 },
    limit: { amount: '500.00', currency: 'EUR' },
  });
  expect(rules).toContainEqual(
    expect.objectContaining({ reason: 'defective', category: 'machines', window_days: 730 }),
  );
});

test('a long policy is cut at 200 rules, and the total says so', async () => {
  await database.admin(`insert into returns.return_policy (tenant_id, reason, category, window_days, restocking_bp, limit_minor, currency)
    select 'acme', 'other', 'c-' || n, 1, 1, 1, 'EUR' from generate_series(1, 300) n`);
  const { rules, total } = await read();
  expect(rules).toHaveLength(200);
  expect(total).toBe(309);
});

test.each([
  ['olga', 'your role does not grant returns:read'],
  ['stranger', 'you are not an active person'],
])('%s is refused', async (person, said) => {
  await expect(read(person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
