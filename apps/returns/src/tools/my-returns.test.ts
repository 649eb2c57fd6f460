import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, openStage, PEOPLE, peopleOf, POISONED, stageOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { OWN_RETURNS } from '../customers.fixture.ts';
import { newLabel, RETURNS } from '../returns.fixture.ts';
import { newReturn } from '../store/writes.fixture.ts';

const database = await testDatabase();
const people = [...PEOPLE, { id: 'carla', name: 'Carla Bianchi', roles: ['customer'] }];
const staff = await openStage(database, RETURNS, { founding: { people } });
const stage = stageOf(database, OWN_RETURNS, staff.principal('').tenant);

const mine = async (input: Record<string, unknown> = {}): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await answerOf(stage, 'carla', 'my_returns', input))['returns'] as readonly Readonly<Record<string, unknown>>[];

test('a return of one’s own: what comes back, where it stands and what happens next', async () => {
  expect(await mine({ order: 'SO-1003' })).toMatchObject([
    {
      ...{ rma_id: 'RMA-3001', state: 'requested', order: 'SO-1003', reason: 'defective', refund: null, label: null },
      ...{ decided_at: null, rejected_because: null, next: 'the returns desk decides on it' },
      lines: [{ sku: 'EQP-ES1-230', quantity: 1 }],
    },
  ]);
});

test('what the desk decided and the label are told; what a label costs, flags and who decided are not', async () => {
  const id = await newReturn(staff, { customer: 'CUS-CARLA', order: 'SO-5001', state: 'approved' });
  await newLabel(staff, 'mara', id);
  await database.admin("update returns.label set tracking = 'TRACK-1' where rma_id = $1", [id]);
  const [told] = await mine({ order: 'SO-5001' });
  expect(told).toMatchObject({
    ...{ rma_id: id, state: 'label_issued', refund: { amount: '1.00', currency: 'EUR' } },
    label: { carrier: 'CAR-SWIFT', tracking: { origin: 'carrier', text: 'TRACK-1' } },
  });
  expect(JSON.stringify(told)).not.toMatch(/cost|flag|limit|verdict|restocking|mara|CUS-|price/i);
});

test('a rejection is told in the desk’s words, as text of others', async () => {
  const id = await newReturn(staff, { customer: 'CUS-CARLA', order: 'SO-5002' });
  await peopleOf(staff).executed('mara', 'reject_return', { rma_id: id, reason: 'the seal was broken' });
  expect(await mine({ order: 'SO-5002', states: ['rejected'] })).toMatchObject([
    { rejected_because: { origin: 'returns desk', text: 'the seal was broken' }, next: null },
  ]);
});

test.each(POISONED)('%s in a description stay in a field of their own', async (_what, text) => {
  const harmless = await mine({ order: 'SO-1003' });
  await database.admin("update returns.rma_line set description = $1 where rma_id = 'RMA-3001'", [text.slice(0, 500)]);
  const poisoned = await mine({ order: 'SO-1003' });
  const without = (rows: typeof harmless): unknown =>
    rows.map(({ lines, ...rest }) => ({
      ...rest,
      lines: (lines as readonly Readonly<Record<string, unknown>>[]).map(({ description: _text, ...line }) => line),
    }));
  expect(without(poisoned)).toEqual(without(harmless));
});

test('an order of somebody else and one that there is not are both an empty list', async () => {
  for (const order of ['SO-1004', 'SO-0000']) {
    const { as_of: _at, ...answer } = await answerOf(stage, 'carla', 'my_returns', { order });
    expect(answer).toEqual({ returns: [], total: 0, next_cursor: null });
  }
});

test.each([
  ['AAAA'],
  [cursorOf('list_returns', ['2026-01-01T00:00:00.000Z', 'RMA-1'])],
  [cursorOf('my_returns', ['0001-01-01T00:00:00.000Z', 'RMA-1'])],
])('the cursor %s is none of this list', async (cursor) => {
  expect(await stage.call('carla', 'my_returns', { cursor })).toMatchObject({
    kind: 'refused',
    refusal: { field: 'cursor', code: 'invalid_field' },
  });
});
