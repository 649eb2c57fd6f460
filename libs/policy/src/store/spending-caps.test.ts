import { randomUUID } from 'node:crypto';
import { testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { SPENDING_DIMENSIONS, SPENDING_SPANS } from '../seed/spending-caps.ts';
import { asPayments, caps, letHoursPass, publishCaps, spenderOn } from './spending.fixture.ts';

// What may leave, as its owner's functions say it: one cap at a time, exactly.
const database = await testDatabase();
const session = await database.adminClient();
const { begin, tenant, spend, giveBack } = spenderOn(session);

beforeEach(begin);

const CELLS = SPENDING_DIMENSIONS.flatMap((dimension) => SPENDING_SPANS.map((span) => ({ dimension, span })));

test.each(CELLS)('the cap for a $span of a $dimension is met exactly, and a cent more is refused', async (cell) => {
  const { dimension, span } = cell;
  await publishCaps(session, tenant(), caps({ [`${dimension} ${span}`]: 1_000_00 }));
  expect(await spend({ amount: 1_000_01 })).toMatchObject({ refusal: 'above_cap', dimension, span, room_at: null });
  expect(await spend({ amount: 400_00 })).toBeUndefined();
  expect(await spend({ amount: 600_00 })).toBeUndefined();
  const next = await spend({ amount: 1 });
  if (span === 'transaction') expect(next).toBeUndefined();
  else expect(next).toMatchObject({ refusal: 'used_up', dimension, span });
});

test.each(CELLS)('without a cap for a $span of a $dimension nothing leaves, and with one it does', async (cell) => {
  const { dimension, span } = cell;
  const whole = caps();
  await publishCaps(
    session,
    tenant(),
    whole.filter(([d, s]) => d !== dimension || s !== span),
  );
  expect(await spend({ amount: 1 })).toMatchObject({ refusal: 'no_cap', dimension, span, room_at: null });
  await publishCaps(session, tenant(), whole);
  expect(await spend({ amount: 1 })).toBeUndefined();
});

test('without a policy, and in a currency without caps, nothing leaves', async () => {
  expect(await spend({ amount: 1 })).toMatchObject({ refusal: 'no_cap' });
  await publishCaps(session, tenant(), caps());
  expect(await spend({ amount: 1, currency: 'USD' })).toMatchObject({
    refusal: 'no_cap',
    words: 'no cap for a single payment of the company is set in USD, so nothing may leave',
  });
});

test('currencies are never added up', async () => {
  await publishCaps(session, tenant(), caps({ 'tenant day': 100 }));
  const [row] = await database.admin<{ version: number }>('select version from policy.live where tenant_id = $1', [
    tenant(),
  ]);
  await database.admin(
    `insert into policy.spending_cap select tenant_id, version, dimension, holder, span, 'USD', cap from policy.spending_cap
     where tenant_id = $1 and version = $2`,
    [tenant(), row?.version],
  );
  expect(await spend({ amount: 100 })).toBeUndefined();
  expect(await spend({ amount: 1 })).toMatchObject({ refusal: 'used_up', dimension: 'tenant' });
  expect(await spend({ amount: 100, currency: 'USD' })).toBeUndefined();
});

test.each([
  ['requester', { requester: 'fiona' }],
  ['agent', { agent: 'another' }],
  ['agent', { agent: null }],
  ['payee', { payee: 'SUP-B' }],
  ['cost_centre', { costCentre: 'CC-2' }],
  ['cost_centre', { costCentre: null }],
] as const)('what one %s spent leaves the room of another, %o, as it was', async (dimension, other) => {
  await publishCaps(session, tenant(), caps({ [`${dimension} day`]: 100 }));
  expect(await spend({ amount: 100 })).toBeUndefined();
  expect(await spend({ amount: 1 })).toMatchObject({ dimension });
  expect(await spend({ amount: 100, ...other })).toBeUndefined();
  expect(await spend({ amount: 1, ...other })).toMatchObject({ dimension });
});

test('a cap of a holder’s own goes before that of everybody, whether it is more or less', async () => {
  await publishCaps(session, tenant(), [
    ...caps({ 'payee day': 100 }),
    ['payee', 'day', 300, 'SUP-BIG'],
    ['payee', 'day', 10, 'SUP-NEW'],
  ]);
  expect(await spend({ amount: 300, payee: 'SUP-BIG' })).toBeUndefined();
  expect(await spend({ amount: 11, payee: 'SUP-NEW' })).toMatchObject({ refusal: 'above_cap', dimension: 'payee' });
  expect(await spend({ amount: 101 })).toMatchObject({ refusal: 'above_cap', dimension: 'payee' });
});

test('a stricter version counts from the moment it is live, for what was spent before too', async () => {
  await publishCaps(session, tenant(), caps());
  expect(await spend({ amount: 500 })).toBeUndefined();
  await publishCaps(session, tenant(), caps({ 'tenant day': 400 }));
  expect(await spend({ amount: 1 })).toMatchObject({ refusal: 'used_up', dimension: 'tenant', span: 'day' });
});

test('a published cap is never edited', async () => {
  await publishCaps(session, tenant(), caps());
  for (const change of [
    'update policy.spending_cap set cap = cap + 1',
    'delete from policy.spending_cap',
    'truncate policy.spending_cap',
  ]) {
    await expect(database.admin(change)).rejects.toThrow('never edited');
  }
});

test('what failed gives back exactly what it took, once; what nobody gives back stays spent', async () => {
  await publishCaps(session, tenant(), caps({ 'tenant day': 100 }));
  const execution = randomUUID();
  expect(await spend({ amount: 60, execution })).toBeUndefined();
  expect(await spend({ amount: 40 })).toBeUndefined();
  expect(await spend({ amount: 1 })).toMatchObject({ refusal: 'used_up' });
  expect(await giveBack(execution)).toBe(true);
  expect(await giveBack(execution)).toBe(false);
  expect(await giveBack(randomUUID())).toBe(false);
  expect(await spend({ amount: 61 })).toMatchObject({ refusal: 'used_up' });
  expect(await spend({ amount: 60 })).toBeUndefined();
});

test('an execution spends once', async () => {
  await publishCaps(session, tenant(), caps());
  const execution = randomUUID();
  await spend({ amount: 1, execution });
  await expect(spend({ amount: 1, execution })).rejects.toThrow('spending_pkey');
  expect(await giveBack(execution)).toBe(true);
  await expect(spend({ amount: 1, execution })).rejects.toThrow('spending_pkey');
});

test('it says since when there is room again: once enough of what is spent has left the window', async () => {
  await publishCaps(session, tenant(), caps({ 'payee day': 100, 'payee week': 160 }));
  await spend({ amount: 70 });
  await letHoursPass(session, tenant(), 5);
  await spend({ amount: 30 });
  const hour = async (interval: string): Promise<Date | undefined> =>
    (
      await database.admin<{ at: Date }>(`select date_trunc('hour', clock_timestamp(), 'UTC') + $1::interval as at`, [
        interval,
      ])
    )[0]?.at;
  // 70 leaves the day 25 hours after its hour began, which was 5 hours ago.
  expect(await spend({ amount: 60 })).toMatchObject({
    dimension: 'payee',
    span: 'day',
    room_at: await hour('20 hours'),
  });
  // A cent more does not fit into the week either, which has room last.
  expect(await spend({ amount: 61 })).toMatchObject({ span: 'week', room_at: await hour('164 hours') });
});

test.each([
  [{ 'tenant transaction': 1 }, 'the amount is above the cap for a single payment of the company'],
  [{ 'agent day': 1 }, 'the amount is above the cap for a day by this agent'],
  [{ 'cost_centre week': 1 }, 'the amount is above the cap for a week of this cost centre'],
])('the words for %o name the cap and no number', async (few, words) => {
  await publishCaps(session, tenant(), caps(few));
  expect((await spend({ amount: 2 }))?.words).toBe(words);
});

test.each([0, -1, null])('an amount of %s is no spending', async (amount) => {
  await publishCaps(session, tenant(), caps());
  await expect(spend({ amount })).rejects.toThrow('above zero');
});

test('the largest amounts are refused, not let through by an overflow', async () => {
  await publishCaps(session, tenant(), caps());
  await spend({ amount: 1 });
  const text =
    "select * from policy.reserve_spending(gen_random_uuid(), 'felix', null, 'SUP-A', null, 'EUR', 9223372036854775807)";
  expect(await asPayments(session, tenant(), text, [])).toMatchObject({ refusal: 'above_cap' });
});
