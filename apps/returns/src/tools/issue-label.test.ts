import { openStage, peopleOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { RETURNS } from '../returns.fixture.ts';
import { newReturn } from '../store/writes.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);
const people = peopleOf(stage);

const labelsOf = (id: string): Promise<readonly unknown[]> =>
  database.admin(
    `select l.carrier_id, l.cost_minor::int as cost, l.state, l.tracking, r.state as rma_state from returns.label l
     join returns.rma r on r.tenant_id = l.tenant_id and r.id = l.rma_id where l.tenant_id = 'acme' and l.rma_id = $1 order by l.issued_at`,
    [id],
  );

test('plans: nothing is issued by the call, and the card says from whom and for how much', async () => {
  expect(await stage.call('mara', 'issue_label', { rma_id: 'RMA-3003', carrier: 'CAR-SWIFT' })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: expect.stringMatching(
          /^Issue a label of Swift .* for return RMA-3003 of Café Morgenrot GmbH, for 14\.90 EUR\.$/,
        ) as string,
        ...{ cost: { amount: '14.90', currency: 'EUR' }, flags: [] },
        changes: [{ what: 'Return', before: 'approved', after: 'label issued' }],
        undo: 'void_label voids the label until the goods are back',
      },
    },
  });
  expect(await labelsOf('RMA-3003')).toEqual([]);
});

test('once consented to, one label is issued, and the return is read back with it', async () => {
  const id = await newReturn(stage, { state: 'approved' });
  expect(await people.consented('mara', 'issue_label', { rma_id: id, carrier: 'CAR-RAIL' })).toMatchObject({
    outcome: 'executed',
    result: { rma_id: id, rma_state: 'label_issued', carrier: 'CAR-RAIL', cost: '9.80', label_state: 'issued' },
  });
  expect(await labelsOf(id)).toEqual([
    { carrier_id: 'CAR-RAIL', cost: 980, state: 'issued', tracking: null, rma_state: 'label_issued' },
  ]);
  expect(await stage.call('mara', 'get_return', { rma_id: id })).toMatchObject({
    structured: { label: { state: 'issued', tracking: null, carrier: { id: 'CAR-RAIL' } } },
  });
});

test('of two who issue a label for the same return at once one does; the other is told', async () => {
  const id = await newReturn(stage, { state: 'approved' });
  const asked = ['mara', 'mo'].map((person) =>
    people.asked(person, 'issue_label', { rma_id: id, carrier: 'CAR-RAIL' }),
  );
  const ids = await Promise.all(asked);
  for (const request of ids) await people.approve(request, 'felix');
  const ends = await Promise.all(ids.map((request) => people.worked(request)));
  expect(ends.map(({ state }) => state).sort()).toEqual(['executed', 'invalidated']);
  expect(await labelsOf(id)).toHaveLength(1);
});

test('another price ends the request, and says from what to what', async () => {
  const id = await newReturn(stage, { state: 'approved' });
  const request = await people.asked('mara', 'issue_label', { rma_id: id, carrier: 'CAR-BLUE' });
  await database.admin("update returns.carrier set label_minor = 1900 where tenant_id = 'acme' and id = 'CAR-BLUE'");
  await people.approve(request, 'mo');
  expect(await people.worked(request)).toEqual({
    ...{ state: 'invalidated', reason: 'the price of a label changed from 1850 EUR to 1900 EUR (minor units)' },
  });
  expect(await labelsOf(id)).toEqual([]);
});

test.each(['requested', 'rejected', 'cancelled', 'received', 'closed'] as const)(
  'refuses a return that is %s, and writes nothing',
  async (state) => {
    const id = await newReturn(stage, { state });
    const rows = await rowCounts(database);
    expect(await stage.call('mara', 'issue_label', { rma_id: id, carrier: 'CAR-SWIFT' })).toMatchObject({
      refusal: { code: 'not_in_state', field: 'rma_id', accepted: 'a return that is approved and has no label yet' },
    });
    expect(await rowCounts(database)).toEqual(rows);
  },
);

test.each([
  [{ rma_id: 'RMA-3004', carrier: 'CAR-SWIFT' }, 'rma_id', 'not_in_state'],
  [{ rma_id: 'RMA-0', carrier: 'CAR-SWIFT' }, 'rma_id', 'unknown_return'],
  [{ rma_id: 'RMA-3003', carrier: 'CAR-NONE' }, 'carrier', 'unknown_carrier'],
  [{ rma_id: 'RMA-3003', carrier: '' }, 'carrier', 'invalid_field'],
])('refuses %j', async (input, field, code) => {
  expect(await stage.call('mara', 'issue_label', input)).toMatchObject({ refusal: { field, code } });
});

test('an unknown carrier is answered with those there are', async () => {
  expect(await stage.call('mara', 'issue_label', { rma_id: 'RMA-3003', carrier: 'X' })).toMatchObject({
    refusal: { accepted: 'CAR-BLUE, CAR-RAIL, CAR-SWIFT' },
  });
});

test.each(['felix', 'wes', 'olga'])('%s, whose role does not issue labels, is refused', async (person) => {
  expect(await stage.call(person, 'issue_label', { rma_id: 'RMA-3003', carrier: 'CAR-SWIFT' })).toMatchObject({
    refusal: { code: 'insufficient_scope' },
  });
  expect(stage.faults).toEqual([]);
});
