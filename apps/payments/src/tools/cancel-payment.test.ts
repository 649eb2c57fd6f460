import { openStage, peopleOf, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPayment, PAYMENTS } from '../payments.fixture.ts';
import { arrange, newInvoice } from '../store/arrange.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);
const { consented } = peopleOf(stage);

async function standing(payment: string): Promise<unknown> {
  const [row] = await database.admin(
    `select y.state as payment, i.state as invoice from payments.payment y
     join payments.invoice i on i.tenant_id = y.tenant_id and i.id = y.invoice_id where y.id = $1`,
    [payment],
  );
  return row;
}

test('takes a proposed payment back: the invoice is open again and may be proposed anew', async () => {
  const invoice = await newInvoice(database, 'acme');
  const payment = await newPayment(stage, 'mara', invoice);
  expect(await standing(payment)).toEqual({ payment: 'proposed', invoice: 'proposed' });
  expect(await consented('mara', 'cancel_payment', { payment })).toMatchObject({
    outcome: 'executed',
    result: { payment_id: payment, payment_state: 'cancelled', invoice_id: invoice },
  });
  expect(await standing(payment)).toEqual({ payment: 'cancelled', invoice: 'open' });
  expect(await standing(await newPayment(stage, 'mara', invoice))).toEqual({
    payment: 'proposed',
    invoice: 'proposed',
  });
});

test('an invoice that was held meanwhile is held when its payment is cancelled', async () => {
  const invoice = await newInvoice(database, 'acme');
  const payment = await newPayment(stage, 'mara', invoice);
  await arrange(database, 'acme', 'update payments.purchase_order set amount_minor = 1 where number = $1', [
    `PO-${invoice}`,
  ]);
  expect(await standing(payment)).toEqual({ payment: 'proposed', invoice: 'proposed' });
  await consented('mara', 'cancel_payment', { payment });
  expect(await standing(payment)).toEqual({ payment: 'cancelled', invoice: 'held' });
});

test.each(['paid', 'cancelled', 'unknown'])('refuses a payment that is %s, and writes nothing', async (state) => {
  const payment = await newPayment(stage, 'mara');
  const steps: Readonly<Record<string, readonly string[]>> = {
    paid: ["state = 'releasing', execution_id = proposed_by", "state = 'paid', settled_at = clock_timestamp()"],
    cancelled: ["state = 'cancelled', cancelled_by = proposed_by, settled_at = clock_timestamp()"],
    unknown: ["state = 'releasing', execution_id = proposed_by", "state = 'unknown'"],
  };
  for (const step of steps[state] ?? []) {
    await arrange(database, 'acme', `update payments.payment set ${step} where id = $1`, [payment]);
  }
  const rows = await rowCounts(database);
  expect(await stage.call('mara', 'cancel_payment', { payment })).toMatchObject({
    refusal: { code: 'not_cancellable', field: 'payment', accepted: 'a payment that is proposed' },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test('a payment that was released after it was asked is not cancelled, and it says so', async () => {
  const payment = await newPayment(stage, 'mara');
  const requestId = requestIdOf(await stage.call('mara', 'cancel_payment', { payment }, { canShow: ['forms'] }));
  await arrange(
    database,
    'acme',
    "update payments.payment set state = 'releasing', execution_id = proposed_by where id = $1",
    [payment],
  );
  expect(
    await stage.call('mara', 'cancel_payment', { payment }, { resumed: { requestId, answer: 'given' } }),
  ).toMatchObject({
    structured: {
      outcome: 'failed',
      reason: 'the state of the payment changed from proposed to releasing; nothing was done',
    },
  });
  expect(await standing(payment)).toEqual({ payment: 'releasing', invoice: 'proposed' });
});

test('refuses a payment that there is not', async () => {
  expect(await stage.call('mara', 'cancel_payment', { payment: 'PAY-NONE' })).toMatchObject({
    refusal: { code: 'unknown_payment', field: 'payment' },
  });
  expect(stage.faults).toEqual([]);
});
