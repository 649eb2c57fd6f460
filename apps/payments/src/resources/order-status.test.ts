import { answerOf, openStage, readResource, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from '../payments.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);

const read = (uri: string, person = 'mara') => readResource(stage, person, uri);

test('an order to a payee: ordered, received, billed and paid', async () => {
  expect(await read('payments://order/PO-7001/status')).toMatchObject({
    ...{
      order: 'PO-7001',
      payee: { id: 'SUP-KRAFT' },
      ordered: { amount: '1860.00' },
      received: [{ amount: '1860.00' }],
    },
    invoices: [
      { invoice_id: 'INV-7001', state: 'open', holds: [] },
      { invoice_id: 'INV-7001-B', state: 'held', holds: [{ kind: 'duplicate' }] },
    ],
    ...{ invoices_total: 2, customer_payments: [], transactions: [] },
  });
  expect(await read('payments://order/PO-6901/status')).toMatchObject({
    transactions: [{ kind: 'payment', id: 'PAY-6901', state: 'paid' }],
  });
});

test('an order of a customer: what was paid for it and went back', async () => {
  expect(await read('payments://order/SO-1003/status')).toMatchObject({
    ...{ payee: null, ordered: null, invoices: [] },
    customer_payments: [
      { id: 'CP-4003', customer_id: 'CUS-CARLA', amount: { amount: '1450.00' }, refunded: { amount: '0.00' } },
    ],
  });
});

test('a payee: whether money may go to it, and what is owed', async () => {
  expect(await read('payments://payee/SUP-FINCA')).toMatchObject({
    ...{ payee: 'SUP-FINCA', allowed: true, problems: [], payments_total: 3 },
    owed: [{ state: 'open', invoices: 1, amount: { amount: '4200.00', currency: 'EUR' } }],
  });
  expect(await read('payments://payee/SUP-TEA')).toMatchObject({
    account: { cooling_off_until: expect.any(String) as string },
    problems: [expect.stringContaining('the bank details changed on') as string],
  });
});

test('a payee: its payments are those of the history, in its order', async () => {
  const { transactions } = await answerOf(stage, 'felix', 'get_transaction_history', { payee: 'SUP-FINCA' });
  const told = (transactions as readonly Record<string, unknown>[]).map(
    ({ id, state, amount, invoice_id, at: proposed_at }) => ({
      ...{ payment_id: id, state, amount, invoice_id, proposed_at },
    }),
  );
  expect(told).toHaveLength(3);
  expect(await read('payments://payee/SUP-FINCA')).toMatchObject({ payments: told });
});

test('no resource tells an account', async () => {
  const [row] = await database.admin<{ account: string }>("select account from payments.payee where id = 'SUP-FINCA'");
  expect(JSON.stringify(await read('payments://payee/SUP-FINCA'))).not.toContain(row?.account ?? '');
  const door = database.door('supercargo_payments');
  const { tenant } = stage.principal('nobody');
  await expect(
    door.read(tenant, (tx) => tx.query({ name: 'an_account', text: 'select p.account from payments.payee p' })),
  ).rejects.toThrow('permission denied');
});

test.each([
  ['payments://order/PO-NONE/status', 'mara', 'nothing is known here'],
  ['payments://payee/SUP-NOBODY', 'mara', 'there is no payee'],
  ['payments://payee/SUP-FINCA', 'wes', 'your role does not grant payments:read'],
])('%s read by %s is refused', async (uri, person, said) => {
  await expect(read(uri, person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
