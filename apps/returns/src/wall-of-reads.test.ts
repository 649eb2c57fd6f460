import { answerOf, CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newLabel, RETURNS } from './returns.fixture.ts';
import { newReturn } from './store/writes.fixture.ts';

// Two companies with a return of the same number: what one asks shows, counts and refuses nothing of the other's.
const database = await testDatabase();
const acme = await openStage(database, RETURNS);
const gina = { id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager', 'finance'] };
const globex = await openStage(database, RETURNS, { founding: { tenant: 'globex', people: [gina] } });
const labelled = await newReturn(acme, { id: 'ONLY-ACME', state: 'approved', customer: 'CUS-0007', order: 'SO-ACME' });
const label = await newLabel(acme, 'mara', labelled);

const ACMES = ['Bianchi', 'Espresso', '1450', 'CUS-0007', 'CAR-BLUE', 'ONLY-ACME', 'acme', 'Mara'];

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['get_return', { rma_id: 'ONLY-ACME' }, { rma_id: 'NO-SUCH' }],
  ['list_returns', { customer: 'CUS-0007' }, { customer: 'CUS-NONE' }],
  ['approve_return', { rma_id: 'ONLY-ACME' }, { rma_id: 'NO-SUCH' }],
  ['reject_return', { rma_id: 'ONLY-ACME', reason: 'too late' }, { rma_id: 'NO-SUCH', reason: 'too late' }],
  ['issue_label', { rma_id: 'ONLY-ACME', carrier: 'CAR-SWIFT' }, { rma_id: 'NO-SUCH', carrier: 'CAR-SWIFT' }],
  ['issue_label', { rma_id: 'RMA-3101', carrier: 'CAR-BLUE' }, { rma_id: 'RMA-3101', carrier: 'CAR-NONE' }],
  ['void_label', { label_id: label }, { label_id: acme.runtime.newId() }],
])('%s by %j of another company is answered like what does not exist', async (tool, foreign, none) => {
  const refused = await globex.call('gina', tool, foreign);
  expect(refused).toMatchObject({ kind: 'refused', refusal: { step: 'perform' } });
  expect(refused).toEqual(await globex.call('gina', tool, none));
  for (const word of ACMES) expect(JSON.stringify(refused)).not.toContain(word);
});

test('the same number is each company’s own return, customer, lines and policy', async () => {
  const theirs = await answerOf(globex, 'gina', 'get_return', { rma_id: 'RMA-3001' });
  expect(theirs).toMatchObject({
    ...{ customer: { name: { text: 'Carla Esposito' } }, value: { amount: '164.00' }, reason: 'damaged' },
    verdict: { window_days: 21, limit: { amount: '300.00' } },
    history: { others_of_customer: 0, others_of_order: [] },
  });
  for (const word of ACMES) expect(JSON.stringify(theirs)).not.toContain(word);
});

test('lists and totals count one’s own company only, and a foreign cursor moves the place in one’s own list', async () => {
  const { next_cursor: cursor } = await answerOf(acme, 'mara', 'list_returns', { limit: 1 });
  for (const input of [{ limit: 50 }, { cursor }, { value_over: '1' }, { reason: 'damaged' }]) {
    const own = await answerOf(globex, 'gina', 'list_returns', input);
    for (const word of ACMES) expect(JSON.stringify(own)).not.toContain(word);
  }
  expect(await answerOf(globex, 'gina', 'list_returns', {})).toMatchObject({ total: 2 });
});

test('approving in one company leaves the return of the same number in the other as it is', async () => {
  const input = { rma_id: 'RMA-3001' };
  const asked = await globex.call('gina', 'approve_return', input, { canShow: ['forms'] });
  const resumed = { requestId: asked.kind === 'consent' ? asked.request.id : '', answer: 'given' as const };
  expect(await globex.call('gina', 'approve_return', input, { resumed })).toMatchObject({
    structured: { outcome: 'executed', result: { refund: '164.00' } },
  });
  expect(await answerOf(acme, 'mara', 'get_return', input)).toMatchObject({ state: 'requested', refund: null });
  const told = await database.admin("select tenant_id from events.outbox where topic = 'return.approved'");
  expect(told).toEqual([{ tenant_id: 'globex' }]);
});

test.each(CLIENTS)('%s: a return of another company is no resource, and the policy is one’s own', async (kind) => {
  const client = await globex.client('gina', kind);
  const refusalTo = async (uri: string): Promise<string> => client.readResource(uri).catch(String);
  const foreign = await refusalTo('returns://rma/ONLY-ACME');
  expect(foreign).toContain('there is no return with this id');
  expect(await refusalTo('returns://rma/NO-SUCH')).toBe(foreign);
  expect(JSON.parse(await client.readResource('returns://policy'))).toMatchObject({ total: 4 });
  await client.close();
  expect([...acme.faults, ...globex.faults]).toEqual([]);
});
