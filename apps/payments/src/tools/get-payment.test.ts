import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPayment, PAYMENTS } from '../payments.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);

test('a payment that was made, with its invoice, order and receipt', async () => {
  expect(await stage.call('felix', 'get_payment', { payment: 'PAY-6901' })).toMatchObject({
    structured: {
      ...{ payment_id: 'PAY-6901', state: 'paid', amount: { amount: '3900.00', currency: 'EUR' }, proposed_by: null },
      payee: { id: 'SUP-FINCA', problems: [], account_ends_in: expect.stringMatching(/^\d{4}$/) as string },
      invoice: {
        ...{ invoice_id: 'INV-6901', state: 'paid', order_number: 'PO-6901', holds: [] },
        ...{ ordered: { amount: '3900.00' }, received: { amount: '3900.00' } },
      },
      rail_reference: { origin: 'payment rail', text: 'E2E-6901' },
      next_step: 'nothing: it is paid',
    },
  });
});

test('a proposed one says who proposed it, what keeps money from its payee and what is next', async () => {
  const payment = await newPayment(stage, 'mara', 'INV-7003');
  expect(await stage.call('mara', 'get_payment', { payment })).toMatchObject({
    structured: {
      ...{ state: 'proposed', proposed_by: 'mara', settled_at: null },
      payee: { problems: [expect.stringContaining('the bank details changed on') as string] },
      invoice: { state: 'proposed' },
      next_step: expect.stringContaining('release_payment') as string,
    },
  });
});

test('refuses a payment that there is not, and whoever may not read', async () => {
  expect(await stage.call('mara', 'get_payment', { payment: 'PAY-NONE' })).toMatchObject({
    refusal: { code: 'unknown_payment', field: 'payment' },
  });
  expect(await stage.call('wes', 'get_payment', { payment: 'PAY-6901' })).toMatchObject({
    refusal: { step: 'scopes', code: 'insufficient_scope' },
  });
  expect(stage.faults).toEqual([]);
});
