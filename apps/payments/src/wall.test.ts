import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPayment, PAYMENTS } from './payments.fixture.ts';

// Two companies with invoices of the same numbers, over other amounts and of other payees.
const database = await testDatabase();
const acme = await openStage(database, PAYMENTS);
const people = [{ id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager', 'finance'] }];
const globex = await openStage(database, PAYMENTS, { founding: { tenant: 'globex', people } });
const payment = await newPayment(acme, 'mara', 'INV-7002');

const ACMES = [
  '4200.00',
  '4,200.00',
  'Finca La Esperanza',
  'FE-2291',
  'SUP-KRAFT',
  'INV-7005',
  'CUS-CARLA',
  'PAY-6911',
  payment,
];

test.each<[string, Record<string, unknown>]>([
  ['list_invoices', { states: ['open', 'held', 'proposed', 'paid', 'rejected'], limit: 50 }],
  ['get_transaction_history', { limit: 100 }],
  ['get_transaction_history', { order: 'SO-1003' }],
  ['list_settlement_exceptions', { limit: 50 }],
  ['get_payment', { payment: 'PAY-6901' }],
  ['list_payments_requests', {}],
])('%s of one company says nothing of another: %j', async (tool, input) => {
  const outcome = await globex.call('gina', tool, input);
  expect(outcome.kind).toBe('answered');
  const said = JSON.stringify(outcome);
  for (const words of ACMES) expect(said).not.toContain(words);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['get_payment', { payment }, { payment: 'PAY-NONE' }],
  ['cancel_payment', { payment }, { payment: 'PAY-NONE' }],
  ['propose_payment', { invoice: 'INV-7005' }, { invoice: 'INV-NONE' }],
  ['release_hold', { invoice: 'INV-7005', kind: 'no_receipt' }, { invoice: 'INV-NONE', kind: 'no_receipt' }],
  ['list_invoices', { payee: 'SUP-KRAFT' }, { payee: 'SUP-NONE' }],
])('%s of what another company has is refused like what nobody has', async (tool, others, nobodys) => {
  const [one, other] = [await globex.call('gina', tool, others), await globex.call('gina', tool, nobodys)];
  expect(one.kind).toBe('refused');
  expect(one.kind === 'refused' && one.refusal).toEqual(other.kind === 'refused' && other.refusal);
});

test('the same invoice number is each company’s own, and so is what is proposed of it', async () => {
  expect(await globex.call('gina', 'propose_payment', { invoice: 'INV-7002' })).toMatchObject({
    structured: { card: { sentence: expect.stringContaining('9,412.00 EUR to Cooperativa del Valle') as string } },
  });
  expect([acme.faults, globex.faults]).toEqual([[], []]);
});
