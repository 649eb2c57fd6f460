import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from '../payments.fixture.ts';
import { arrange, newInvoice } from './arrange.fixture.ts';

// What the database holds, whoever writes: here the superuser, past every privilege.
const database = await testDatabase();
await openStage(database, PAYMENTS);

const payment = (id: string, invoice: string, change: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
  const row = { payee: 'SUP-FINCA', amount: 500_00, currency: 'EUR', state: 'paid', ...change };
  return arrange(
    database,
    'acme',
    `insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency, state, settled_at)
     values ('acme', $1, $2, $3, $4, $5, $6, now())`,
    [id, invoice, row.payee, row.amount, row.currency, row.state],
  );
};

test.each([
  ['to another payee', { payee: 'SUP-KRAFT' }],
  ['of another amount', { amount: 500_01 }],
  ['in another currency', { currency: 'USD' }],
])('no payment of an invoice is %s', async (_what, change) => {
  await expect(payment('PAY-X', await newInvoice(database, 'acme'), change)).rejects.toThrow('foreign key');
});

test('an invoice has one payment that is under way or done, and another once that failed', async () => {
  const invoice = await newInvoice(database, 'acme');
  await payment('PAY-F', invoice, { state: 'failed' });
  await payment('PAY-1', invoice);
  await expect(payment('PAY-2', invoice)).rejects.toThrow('payment_live');
});

test('no payment is proposed without a request, and none for an invoice that is held', async () => {
  const invoice = await newInvoice(database, 'acme');
  await expect(
    arrange(
      database,
      'acme',
      `insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency)
       values ('acme', 'PAY-3', $1, 'SUP-FINCA', 50000, 'EUR')`,
      [invoice],
    ),
  ).rejects.toThrow('check constraint');
  await expect(
    arrange(
      database,
      'acme',
      `insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency)
       select tenant_id, 'PAY-4', id, payee_id, amount_minor, currency from payments.invoice where id = 'INV-7005'`,
    ),
  ).rejects.toThrow('invoice INV-7005 is held');
});

test.each([
  'update payments.invoice set amount_minor = 1',
  "update payments.invoice set payee_id = 'SUP-KRAFT'",
  'update payments.payment set amount_minor = 1',
  "update payments.customer_payment set customer_id = 'CUS-X'",
  'update payments.goods_receipt set amount_minor = 1',
  "update payments.hold set kind = 'no_order'",
])('what was billed or paid is never edited: %s', async (text) => {
  await expect(arrange(database, 'acme', text)).rejects.toThrow('never edited');
});

test.each([
  ["update payments.invoice set state = 'open' where id = 'INV-6901'", 'an invoice does not go from paid to open'],
  [
    "update payments.payment set state = 'proposed' where id = 'PAY-6901'",
    'a payment does not go from paid to proposed',
  ],
])('%s is refused', async (text, words) => {
  await expect(arrange(database, 'acme', text)).rejects.toThrow(words);
});

const bill = (id: string, number: string, order: string | null, payee = 'SUP-FINCA'): Promise<unknown> =>
  arrange(
    database,
    'acme',
    `insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency) values ('acme', $1, $4, $2, $3, 7700, 'EUR')`,
    [id, number, order, payee],
  );
const duplicateOf = async (id: string): Promise<unknown> => {
  const [row] = await database.admin<{ of: string | null }>(
    'select duplicate_of as of from payments.invoice where id = $1',
    [id],
  );
  return row?.of;
};

test('the same number written otherwise is the same number, of the same payee only', async () => {
  await bill('INV-D1', 'RE-2026/0077', null);
  await bill('INV-D2', 're 2026-77', null);
  await bill('INV-D3', 'RE-2026/0770', null);
  await bill('INV-D4', 'RE-2026/0077', null, 'SUP-KRAFT');
  expect(await Promise.all(['INV-D1', 'INV-D2', 'INV-D3', 'INV-D4'].map(duplicateOf))).toEqual([
    null,
    'INV-D1',
    null,
    null,
  ]);
});

test('another number for the same order and amount is a duplicate too', async () => {
  await bill('INV-E1', 'A-1', 'PO-E');
  await bill('INV-E2', 'B-9', 'PO-E');
  await bill('INV-E3', 'B-10', 'PO-E2');
  expect(await Promise.all(['INV-E1', 'INV-E2', 'INV-E3'].map(duplicateOf))).toEqual([null, 'INV-E1', null]);
});

test('of two that come at the same time one is the duplicate', async () => {
  const ids = Array.from({ length: 8 }, (_, index) => `INV-R${index.toString()}`);
  await Promise.all(ids.map((id) => bill(id, 'R/1', null)));
  const found = await Promise.all(ids.map(duplicateOf));
  expect(found.filter((of) => of === null)).toHaveLength(1);
  const [row] = await database.admin(
    "select count(*)::int as n from payments.hold where kind = 'duplicate' and invoice_id like 'INV-R%'",
  );
  expect(row).toEqual({ n: 7 });
});

test('a bill after a rejected one of its number is none twice', async () => {
  await bill('INV-J1', 'J-1', null);
  await arrange(database, 'acme', "update payments.invoice set state = 'rejected' where id = 'INV-J1'");
  await bill('INV-J2', 'J-1', null);
  expect(await duplicateOf('INV-J2')).toBeNull();
});

test('refunds at once never pass what was paid, and what failed may be refunded again', async () => {
  const refund = (id: string, state = 'paid'): Promise<unknown> =>
    arrange(
      database,
      'acme',
      `insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, settled_at)
       values ('acme', $1, 'CP-4004', 'CUS-CARLOS', 2000, 'EUR', $2, now())`,
      [id, state],
    );
  const tries = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => refund(`RF-${index.toString()}`)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  await refund('RF-failed', 'failed');
  const [row] = await database.admin(
    "select refunded_minor::int as minor from payments.customer_payment where id = 'CP-4004'",
  );
  expect(row).toEqual({ minor: 8_000 });
});

test('a return is refunded once, and again only where that failed', async () => {
  const refund = (id: string, state: string): Promise<unknown> =>
    arrange(
      database,
      'acme',
      `insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, settled_at, return_id)
       values ('acme', $1, 'CP-4003', 'CUS-CARLA', 100, 'EUR', $2, now(), 'RMA-1')`,
      [id, state],
    );
  await refund('RF-a', 'failed');
  await refund('RF-b', 'paid');
  await expect(refund('RF-c', 'paid')).rejects.toThrow('refund_return');
});

test('another account waits three days from now and is verified anew', async () => {
  await arrange(database, 'acme', "update payments.payee set account = 'DE00999988887777' where id = 'SUP-KRAFT'");
  const [row] = await arrange(
    database,
    'acme',
    `select verified_at, payments.cooling_off_until(p) > clock_timestamp() + interval '71 hours 59 minutes' as waits from payments.payee p
     where id = 'SUP-KRAFT'`,
  );
  expect(row).toEqual({ verified_at: null, waits: true });
});

test('a bill that comes again is held as a duplicate, also where its file says that it is held already', async () => {
  const again = (id: string, state: string): Promise<unknown> =>
    arrange(
      database,
      'acme',
      `insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency, received_on, due_on, state)
       values ('acme', $1, 'SUP-FINCA', 'AGAIN 77', null, 7700, 'EUR', current_date, current_date + 30, $2)`,
      [id, state],
    );
  await again('INV-AGAIN-1', 'open');
  await again('INV-AGAIN-2', 'held');
  const kinds = await database.admin<{ kind: string }>(
    "select kind from payments.hold where invoice_id = 'INV-AGAIN-2' and state = 'open' order by 1",
  );
  expect(kinds.map(({ kind }) => kind)).toContain('duplicate');
});
