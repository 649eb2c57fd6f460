import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { EXCEPTION_KINDS } from '../domain/exceptions.ts';
import { newPayment, PAYMENTS } from '../payments.fixture.ts';
import { arrange, newInvoice } from '../store/arrange.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);

interface Page {
  readonly exceptions: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function list(input: Record<string, unknown> = {}): Promise<Page> {
  return (await answerOf(stage, 'felix', 'list_settlement_exceptions', input)) as unknown as Page;
}

test.each<[string, Record<string, unknown>]>([
  [
    'duplicate',
    {
      ...{ invoice_id: 'INV-7001-B', duplicate_of: 'INV-7001', amount: { amount: '1860.00', currency: 'EUR' } },
      what: 'the payee sent an invoice of this number before: INV-7001',
      next_step: expect.stringContaining('release_hold with kind duplicate') as string,
    },
  ],
  [
    'no_receipt',
    {
      ...{ invoice_id: 'INV-7005', order_number: 'PO-7005', received: null, ordered: { amount: '1134.00' } },
      what: 'nothing was received of order PO-7005',
    },
  ],
  [
    'amount_differs',
    {
      ...{ invoice_id: 'INV-7006', amount: { amount: '4530.00' }, ordered: { amount: '4350.00' } },
      what: 'billed are 4,530.00 EUR, and order PO-7006 is of 4,350.00 EUR',
    },
  ],
  [
    'bank_changed',
    {
      ...{ invoice_id: null, payee: { id: 'SUP-TEA' }, amount: { amount: '2950.00', currency: 'EUR' } },
      what: expect.stringMatching(
        /^the bank details of the payee changed on \d{4}-\d\d-\d\d, .*; waiting for it: 1 invoice over 2,950.00 EUR$/,
      ) as string,
    },
  ],
])('%s is found, with the amounts and the next step', async (kind, expected) => {
  const { exceptions, total } = await list({ kinds: [kind] });
  expect(total).toBe(1);
  expect(exceptions).toMatchObject([{ kind, ...expected }]);
});

test('all of them, the latest first, and those of one payee', async () => {
  const all = await list();
  expect(all.exceptions.map(({ kind }) => kind).sort()).toEqual([
    'amount_differs',
    'bank_changed',
    'duplicate',
    'no_receipt',
  ]);
  const since = all.exceptions.map((row) => String(row['since']));
  expect(since).toEqual([...since].sort().reverse());
  expect((await list({ payee: 'SUP-KRAFT' })).exceptions).toMatchObject([{ kind: 'duplicate' }]);
  expect(await list({ payee: 'SUP-FINCA' })).toMatchObject({ exceptions: [], total: 0 });
});

test('money on its way is an exception once it is stuck, and at once where nobody knows', async () => {
  const payment = await newPayment(stage, 'mara');
  const change = (set: string): Promise<unknown> =>
    arrange(database, 'acme', `update payments.payment set ${set} where id = $1`, [payment]);
  await change("state = 'releasing', execution_id = proposed_by");
  expect(await list({ kinds: ['payment_stuck', 'payment_unknown'] })).toMatchObject({ exceptions: [], total: 0 });
  await database.admin('alter table payments.payment disable trigger keep');
  await change("proposed_at = clock_timestamp() - interval '16 minutes'");
  await database.admin('alter table payments.payment enable trigger keep');
  expect(await list({ kinds: ['payment_stuck'] })).toMatchObject({
    exceptions: [{ payment_id: payment, kind: 'payment_stuck' }],
    total: 1,
  });
  await change("state = 'unknown', why = 'the rail did not answer'");
  expect(await list({ kinds: ['payment_stuck', 'payment_unknown'] })).toMatchObject({
    exceptions: [{ payment_id: payment, kind: 'payment_unknown', what: 'the rail did not answer' }],
    total: 1,
  });
});

test('a bill of another payee’s order, and one of no order', async () => {
  const order = `PO-${await newInvoice(database, 'acme', { payee: 'SUP-KRAFT' })}`;
  const others = await newInvoice(database, 'acme', { payee: 'SUP-ACIER', order });
  const none = await newInvoice(database, 'acme', { order: null });
  expect((await list({ kinds: ['payee_differs'] })).exceptions).toMatchObject([
    { invoice_id: others, what: `order ${order} went to SUP-KRAFT, and SUP-ACIER bills it` },
  ]);
  expect((await list({ kinds: ['no_order'] })).exceptions).toMatchObject([
    { invoice_id: none, what: 'the invoice names no order' },
  ]);
});

test('page by page every exception is seen once, though a file placed many at one instant', async () => {
  const all = (await list({ limit: 50 })).exceptions;
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await list(cursor === undefined || cursor === null ? { limit: 2 } : { limit: 2, cursor });
    seen.push(...page.exceptions);
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(seen).toEqual(all);
  expect(all.length).toBeGreaterThan(5);
});

test('every kind has a next step', async () => {
  const { exceptions } = await list({ kinds: [...EXCEPTION_KINDS] });
  for (const { next_step: next } of exceptions) expect(String(next).length).toBeGreaterThan(20);
});

test.each([
  [{ payee: 'SUP-NOBODY' }, 'payee'],
  [{ cursor: cursorOf('list_settlement_exceptions', ['2026-01-01T00:00:00.000000Z', 'late', 'x']) }, 'cursor'],
])('refuses %j', async (input, field) => {
  expect(await stage.call('felix', 'list_settlement_exceptions', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field },
  });
  expect(stage.faults).toEqual([]);
});
