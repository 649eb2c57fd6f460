import { answerOf, openStage, peopleOf, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from '../payments.fixture.ts';
import { arrange, newInvoice } from '../store/arrange.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);
const { consented } = peopleOf(stage);

async function card(invoice: string): Promise<Readonly<Record<string, unknown>>> {
  return (await answerOf(stage, 'mara', 'propose_payment', { invoice, idempotency_key: stage.runtime.newId() }))[
    'card'
  ] as Readonly<Record<string, unknown>>;
}

test('plans: nothing is proposed by the call, and the card says amount, payee, match and that no money moves', async () => {
  const before = (await rowCounts(database))['payments.payment'];
  expect(await card('INV-7002')).toMatchObject({
    sentence:
      'Propose to pay 4,200.00 EUR to Finca La Esperanza (SUP-FINCA) for invoice INV-7002. No money moves until two people of finance release it.',
    changes: [{ what: 'Invoice INV-7002', before: 'open', after: 'proposed for payment' }],
    cost: null,
    flags: [],
    facts: expect.arrayContaining([
      expect.objectContaining({
        fact: 'Order, receipt and invoice',
        value: 'matches: order PO-7002 of 4,200.00 EUR, received 4,200.00 EUR, billed 4,200.00 EUR',
      }),
      expect.objectContaining({ fact: 'Spending caps', value: 'there is room for it now' }),
    ]) as unknown,
  });
  expect((await rowCounts(database))['payments.payment']).toBe(before);
});

test('once consented to, it is proposed once, of the whole amount, and told to whoever releases', async () => {
  const answer = await consented('mara', 'propose_payment', { invoice: 'INV-7002' });
  expect(answer).toMatchObject({
    outcome: 'executed',
    undo: 'cancel_payment takes it back until it is released',
    result: {
      ...{
        payment_state: 'proposed',
        invoice_id: 'INV-7002',
        amount: '4200.00',
        currency: 'EUR',
        payee_id: 'SUP-FINCA',
      },
      payment_id: expect.stringMatching(/^PAY-[0-9A-F]{12}$/) as string,
    },
  });
  const id = (answer['result'] as Record<string, unknown>)['payment_id'];
  const [row] = await database.admin(
    'select state, proposer, amount_minor::int, rail_reference from payments.payment where id = $1',
    [id],
  );
  expect(row).toEqual({ state: 'proposed', proposer: 'mara', amount_minor: 420000, rail_reference: null });
  const events = await database.admin<{ payload: string }>(
    "select payload, chain from events.outbox where topic = 'payment.proposed' and key = $1",
    [id],
  );
  expect(events).toEqual([{ payload: JSON.stringify({ payment_id: id }), chain: ['mara'] }]);
});

test.each([
  ['INV-7003', 'the bank details changed on'],
  ['INV-7004', 'unusual amount: the most that was ever paid to it is 31,200.00 EUR'],
  ['INV-7007', 'first-time payee'],
  ['INV-7008', 'not on the allow-list'],
])('the card of %s flags: %s', async (invoice, words) => {
  const { flags } = await card(invoice);
  expect((flags as readonly string[]).join('\n')).toContain(words);
});

test('a bill like another of the same amount and days is flagged, though it is of another number and order', async () => {
  const first = await newInvoice(database, 'acme', { amountMinor: 777_77 });
  const second = await newInvoice(database, 'acme', { amountMinor: 777_77 });
  expect(await card(second)).toMatchObject({
    flags: [`looks like a duplicate: ${first} is over the same amount, around the same day`],
  });
});

test.each([
  ['a held one', 'INV-7005', 'not_proposable', 'the invoice is held'],
  ['a duplicate', 'INV-7001-B', 'not_proposable', 'the invoice is held'],
  ['a paid one', 'INV-6901', 'not_proposable', 'the invoice is paid'],
  ['one that is proposed already', 'INV-7002', 'not_proposable', 'under way already'],
  ['one that there is not', 'INV-NONE', 'unknown_invoice', 'there is no invoice'],
])('refuses %s, and writes nothing', async (_what, invoice, code, reason) => {
  const rows = await rowCounts(database);
  expect(
    await stage.call('felix', 'propose_payment', { invoice, idempotency_key: stage.runtime.newId() }),
  ).toMatchObject({ refusal: { code, field: 'invoice', reason: expect.stringContaining(reason) as string } });
  expect(await rowCounts(database)).toEqual(rows);
});

test('an account that changed after it was asked ends the request, and says so without the account', async () => {
  const invoice = await newInvoice(database, 'acme');
  const input = { invoice };
  const requestId = requestIdOf(await stage.call('mara', 'propose_payment', input, { canShow: ['forms'] }));
  await arrange(database, 'acme', "update payments.payee set account = 'HN0099998888' where id = 'SUP-FINCA'");
  const outcome = await stage.call('mara', 'propose_payment', input, { resumed: { requestId, answer: 'given' } });
  expect(outcome).toMatchObject({
    structured: {
      outcome: 'failed',
      reason: 'the bank details of the payee changed since it was asked; nothing was done',
    },
  });
});

test('two who propose one invoice at once propose it once', async () => {
  const invoice = await newInvoice(database, 'acme', { payee: 'SUP-KRAFT' });
  const asked = await Promise.all(
    ['mara', 'mo', 'felix'].map(async (person) => ({
      person,
      requestId: requestIdOf(await stage.call(person, 'propose_payment', { invoice }, { canShow: ['forms'] })),
    })),
  );
  const outcomes = await Promise.all(
    asked.map(({ person, requestId }) =>
      stage.call(person, 'propose_payment', { invoice }, { resumed: { requestId, answer: 'given' } }),
    ),
  );
  const said = outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.structured['outcome'] : outcome.kind));
  expect([...said].sort()).toEqual(['executed', 'failed', 'failed']);
  const [row] = await database.admin('select count(*)::int as n from payments.payment where invoice_id = $1', [
    invoice,
  ]);
  expect(row).toEqual({ n: 1 });
  expect(stage.faults).toEqual([]);
});
