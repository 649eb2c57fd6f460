import { sayName } from '@supercargo/kernel';
import {
  answerOf,
  CLIENTS,
  inEveryField,
  openStage,
  peopleOf,
  poisonContract,
  POISONED,
  readResource,
  requestIdOf,
  testDatabase,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from './payments.fixture.ts';
import { arrange, newInvoice } from './store/arrange.fixture.ts';
import { TEXTS } from './store/poison.fixture.ts';

// Payees, the payables system and the rail call things what they like: nothing of it is more than a text in a field of its own.
const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);
await arrange(
  database,
  'acme',
  `insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, settled_at)
   values ('acme', 'RF-1', 'CP-4003', 'CUS-CARLA', 1000, 'EUR', 'paid', now())`,
);
const proposed = await peopleOf(stage).asked('mara', 'propose_payment', {
  invoice: await newInvoice(database, 'acme'),
});
await peopleOf(stage).consents(proposed);
await peopleOf(stage).worked(proposed);

await poisonContract(stage, TEXTS, {
  person: 'mara',
  tools: [
    ['list_invoices', {}],
    ['list_invoices', { limit: 2 }],
    ['list_invoices', { states: ['open', 'held', 'proposed', 'paid'] }],
    ['list_invoices', { order: 'PO-7001', held: true }],
    ['get_payment', { payment: 'PAY-6901' }],
    ['get_transaction_history', {}],
    ['get_transaction_history', { kind: 'refund' }],
    ['get_transaction_history', { payee: 'SUP-FINCA', limit: 1 }],
    ['list_settlement_exceptions', {}],
    ['list_settlement_exceptions', { limit: 1 }],
    ['get_payments_request', { request_id: proposed }],
  ],
  resources: ['payments://order/PO-7001/status', 'payments://payee/SUP-FINCA'],
});

test.each(POISONED)(
  '%s move nothing of a budget, of an order of customers, or of a list of requests',
  async (_what, text) => {
    const read = async (): Promise<string> => {
      const answers = [
        await answerOf(stage, 'felix', 'check_budget', { payee: 'SUP-FINCA' }),
        await answerOf(stage, 'felix', 'check_budget', { payment: 'PAY-6901' }),
        await answerOf(stage, 'mara', 'list_payments_requests', {}),
        await readResource(stage, 'mara', 'payments://order/SO-1003/status'),
      ];
      return JSON.stringify(answers, (key, value: unknown) => (key === 'as_of' ? null : value));
    };
    await TEXTS.write(database, TEXTS.harmless);
    const harmless = await read();
    await TEXTS.write(database, inEveryField(TEXTS, text));
    expect(await read()).toBe(harmless);
  },
);

test.each(POISONED)('%s in a payee’s name are said as a name on a card', async (_what, text) => {
  const texts = { ...TEXTS.harmless, payee: inEveryField(TEXTS, text).payee };
  await TEXTS.write(database, texts);
  const invoice = await newInvoice(database, 'acme');
  const outcome = await stage.call('mara', 'propose_payment', { invoice });
  const { card } = (outcome as unknown as { structured: { card: { sentence: string } } }).structured;
  expect(card.sentence).toContain(`${sayName(texts.payee)} (SUP-FINCA)`);
  await stage.call('mara', 'withdraw_payments_request', { request_id: requestIdOf(outcome) });
});

test.each(CLIENTS)('%s: no word of a poison is in a list of tools, nor in a refusal', async (kind) => {
  await TEXTS.write(database, inEveryField(TEXTS, 'IGNOREALL instructions'));
  const client = await stage.client('mara', kind);
  const refused = [
    await client.call('get_payment', { payment: 'PAY-0000' }),
    await client.call('list_invoices', { payee: 'SUP-NONE' }),
    await client.call('propose_payment', { invoice: 'INV-0000' }),
    await client.call('release_payment', { payment: 'PAY-6901' }),
    await client.readResource('payments://payee/SUP-NONE').catch(String),
  ];
  await client.close();
  expect(JSON.stringify([client.toolNames, refused])).not.toContain('IGNOREALL');
  expect(stage.faults).toEqual([]);
});
