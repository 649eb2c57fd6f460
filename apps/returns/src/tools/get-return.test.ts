import { answerOf, CLIENTS, openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { RETURNS } from '../returns.fixture.ts';
import { newReturn } from '../store/writes.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);

async function get(id: string): Promise<Record<string, unknown>> {
  return answerOf(stage, 'felix', 'get_return', { rma_id: id });
}

test.each(CLIENTS)('%s: a return with its label, its refund as known, and the next step', async (kind) => {
  const client = await stage.client('felix', kind);
  const { structured, isError } = await client.call('get_return', { rma_id: 'RMA-3004' });
  await client.close();
  expect(isError).toBe(false);
  expect(structured).toMatchObject({
    ...{ rma_id: 'RMA-3004', state: 'label_issued', reason: 'damaged', order_number: 'SO-0972' },
    lines: [{ sku: 'EQP-BOI-230', value: { amount: '512.00' } }],
    refund: { amount: { amount: '512.00', currency: 'EUR' }, handed_to_payments: false },
    label: {
      ...{ state: 'issued', cost: { amount: '14.90', currency: 'EUR' } },
      carrier: { id: 'CAR-SWIFT', name: { origin: 'carrier', text: 'Swift Air Freight' } },
      tracking: { origin: 'carrier', text: 'SW418805221' },
    },
    history: { others_of_customer: 0, others_of_order: [] },
    ...{ rejected_because: null, received_at: null, closed_at: null, waiting_days: expect.any(Number) as number },
    next_step: 'wait for the goods; void_label while the label is not used and not wanted',
  });
});

test('a return that was approved here says that its refund was handed to payments', async () => {
  const id = await newReturn(stage, { reason: 'changed_mind' });
  await peopleOf(stage).consented('mara', 'approve_return', { rma_id: id });
  expect(await get(id)).toMatchObject({
    ...{ state: 'approved', refund: { amount: { amount: '36.00' }, handed_to_payments: true }, label: null },
    verdict: { restocking_fee: { amount: '4.00' } },
    next_step: 'issue_label, unless the goods come without one',
  });
});

test('what was approved stays as it was approved, though the policy says another thing by now', async () => {
  const id = await newReturn(stage, { reason: 'changed_mind' });
  await peopleOf(stage).consented('mara', 'approve_return', { rma_id: id });
  await database.admin("update returns.return_policy set restocking_bp = 5000 where reason = 'changed_mind'");
  expect(await get(id)).toMatchObject({
    ...{ refund: { amount: { amount: '36.00' } }, verdict: { refund: { amount: '20.00' } } },
  });
});

test('other returns of the customer are counted over half a year, those of the order named unless they came to nothing', async () => {
  const others = ['SO-A', 'SO-B', 'SO-C'];
  const id = await newReturn(stage, { customer: 'CUS-0006', order: 'SO-A' });
  for (const order of others) await newReturn(stage, { customer: 'CUS-0006', order, requested: 100 });
  await newReturn(stage, { customer: 'CUS-0006', order: 'SO-A', requested: 300, delivered: 310, id: 'T-LONG-AGO' });
  await newReturn(stage, { customer: 'CUS-0006', order: 'SO-A', state: 'rejected', requested: 50 });
  const { history } = await get(id);
  expect(history).toMatchObject({ others_of_customer: 4 });
  expect((history as { others_of_order: string[] }).others_of_order).toHaveLength(2);
  expect((history as { others_of_order: string[] }).others_of_order).toContain('T-LONG-AGO');
});

test.each([
  ['without a day of delivery', { delivered: null }, { window: 'unknown', days_after_delivery: null }],
  ['too late', { delivered: 90 }, { window: 'outside', days_after_delivery: 88, window_days: 30 }],
  [
    'of goods whose category has a rule of its own',
    { reason: 'changed_mind', lines: [{ price: 1, category: 'coffee' }] },
    { window: 'outside', window_days: 0 },
  ],
])('a return %s says so', async (_what, given, verdict) => {
  expect(await get(await newReturn(stage, given))).toMatchObject({ verdict });
});

test('a return without lines is worth nothing, and no rule is about it', async () => {
  expect(await get(await newReturn(stage, { lines: [] }))).toMatchObject({
    ...{ lines: [], value: { amount: '0.00' }, verdict: { window: 'no_rule', refund: null } },
  });
});

test.each([
  [{ rma_id: 'RMA-0' }, 'unknown_return'],
  [{ rma_id: 'rma-3001' }, 'unknown_return'],
  [{ rma_id: '../RMA-3001' }, 'invalid_field'],
  [{ rma_id: 'x'.repeat(33) }, 'invalid_field'],
])('refuses %j', async (input, code) => {
  expect(await stage.call('mara', 'get_return', input)).toMatchObject({ refusal: { code, field: 'rma_id' } });
  expect(stage.faults).toEqual([]);
});
