import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { capsWith, approved, dispatch, executionOf, settled, SPENDING, spending } from '../spending-stage.fixture.ts';
import { customerPayment } from '../store/spending.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, SPENDING, spending({ spendingCaps: capsWith({ 'payee day': 500_00 }) }));
const { tenant } = stage.principal('felix');

test('plans: nothing goes back by the call, and the card says what would', async () => {
  const payment = await customerPayment(database, tenant, { amountMinor: 89_00, order: 'SO-CARD' });
  expect(await stage.call('felix', 'issue_refund', { order: 'SO-CARD', amount: '80.5' })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: `Refund 80.50 EUR to customer CUS-SPEND out of payment ${payment} for order SO-CARD.`,
        changes: [{ what: `Refunded of ${payment}`, before: '0.00 EUR', after: '80.50 EUR' }],
        cost: { amount: '80.50', currency: 'EUR' },
        guards: [{ fact: 'refundable', value: 'at least 80.50 EUR' }],
        facts: expect.arrayContaining([
          expect.objectContaining({ fact: 'Paid', value: '89.00 EUR' }),
          expect.objectContaining({ fact: 'Left of the payment after it', value: '8.50 EUR' }),
        ]) as unknown,
        flags: ['it is for no return: nothing says that goods came back'],
      },
    },
  });
  expect(await database.admin('select from payments.refund')).toEqual([]);
});

test('once the rail settled it, it is read back', async () => {
  const payment = await customerPayment(database, tenant);
  const id = await approved(stage, 'issue_refund', { customer_payment: payment, amount: '12.00', return_id: 'RMA-9' });
  expect(await dispatch(stage, 'issue_refund', id)).toMatchObject({ state: 'executing' });
  await settled(stage, 'refund', await executionOf(stage, id), 'executed');
  expect(await stage.call('felix', 'get_payments_request', { request_id: id })).toMatchObject({
    structured: {
      outcome: 'executed',
      result: {
        ...{ refund_state: 'paid', customer_payment_id: payment, customer_id: 'CUS-SPEND' },
        ...{ amount: '12.00', currency: 'EUR', rail_reference: { origin: 'payment rail', text: 'RAIL-1' } },
      },
    },
  });
});

const SEVERAL = [
  await customerPayment(database, tenant, { order: 'SO-TWICE' }),
  await customerPayment(database, tenant, { order: 'SO-TWICE' }),
];
const PAID = await customerPayment(database, tenant, { amountMinor: 100_00 });
const LARGE = await customerPayment(database, tenant, { amountMinor: 900_00 });

test.each<readonly [string, Readonly<Record<string, unknown>>, string, string]>([
  ['neither payment nor order', {}, 'order', 'one_of_two'],
  ['both payment and order', { customer_payment: PAID, order: 'SO-1' }, 'order', 'one_of_two'],
  ['a payment that is none', { customer_payment: 'CP-NONE' }, 'customer_payment', 'unknown_customer_payment'],
  ['an order that nobody paid', { order: 'SO-NONE' }, 'order', 'order_not_paid'],
  ['an order that was paid twice', { order: 'SO-TWICE' }, 'order', 'several_payments'],
  ['a cent more than was paid', { customer_payment: PAID, amount: '100.01' }, 'amount', 'more_than_paid'],
  ['nothing', { customer_payment: PAID, amount: '0.00' }, 'amount', 'not_an_amount'],
  ['half a cent', { customer_payment: PAID, amount: '0.005' }, 'amount', 'not_an_amount'],
  ['another currency', { customer_payment: PAID, currency: 'USD' }, 'currency', 'other_currency'],
  ['more than the cap of a day', { customer_payment: LARGE, amount: '500.01' }, 'amount', 'over_cap'],
])('refuses %s, names the field and says what is accepted', async (_what, change, field, code) => {
  const outcome = await stage.call('felix', 'issue_refund', { amount: '10.00', ...change });
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { field, code } });
  expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
});

test('an order that was paid twice is told by its payments', async () => {
  expect(await stage.call('felix', 'issue_refund', { order: 'SO-TWICE', amount: '1.00' })).toMatchObject({
    refusal: { accepted: `customer_payment instead: ${SEVERAL.join(', ')}` },
  });
});

test('a payment in a currency without caps is not refunded', async () => {
  const payment = await customerPayment(database, tenant, { currency: 'USD' });
  expect(await stage.call('felix', 'issue_refund', { customer_payment: payment, amount: '1.00' })).toMatchObject({
    refusal: { code: 'no_cap' },
  });
});

test('who may not refund is refused', async () => {
  expect(await stage.call('mara', 'issue_refund', { customer_payment: PAID, amount: '1.00' })).toMatchObject({
    refusal: { step: 'scopes' },
  });
});
