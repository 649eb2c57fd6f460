import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS, newPayment } from '../payments.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);

interface Page {
  readonly invoices: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function list(input: Record<string, unknown> = {}, person = 'mara'): Promise<Page> {
  return (await answerOf(stage, person, 'list_invoices', input)) as unknown as Page;
}

const ids = ({ invoices }: Page): readonly unknown[] => invoices.map(({ invoice_id: id }) => id);

test('what is not settled, those due first before the others, each with what holds it', async () => {
  const page = await list();
  expect(ids(page)).toEqual([
    ...['INV-7007', 'INV-7002', 'INV-7003', 'INV-7001', 'INV-7001-B', 'INV-7004', 'INV-7005', 'INV-7006', 'INV-7008'],
  ]);
  expect(page).toMatchObject({ total: 9, next_cursor: null });
  const [late, payable] = page.invoices;
  expect(late).toMatchObject({ invoice_id: 'INV-7007', state: 'open', days_overdue: 2, holds: [] });
  expect(payable).toMatchObject({
    ...{ invoice_id: 'INV-7002', amount: { amount: '4200.00', currency: 'EUR' }, days_overdue: null, payment: null },
    payee: { id: 'SUP-FINCA', name: { origin: 'payee', text: 'Finca La Esperanza' } },
    payee_number: { origin: 'payee', text: 'FE-2291' },
  });
});

test('the bill that came twice is held, and says which it repeats', async () => {
  const { invoices } = await list({ order: 'PO-7001' });
  expect(invoices).toMatchObject([
    { invoice_id: 'INV-7001', state: 'open', duplicate_of: null, holds: [] },
    {
      ...{ invoice_id: 'INV-7001-B', state: 'held', duplicate_of: 'INV-7001' },
      holds: [{ kind: 'duplicate', why: 'the payee sent an invoice of this number before: INV-7001' }],
    },
  ]);
});

test.each<[Record<string, unknown>, readonly string[]]>([
  [{ held: true }, ['INV-7001-B', 'INV-7005', 'INV-7006']],
  [{ states: ['held'] }, ['INV-7001-B', 'INV-7005', 'INV-7006']],
  [{ held: false, payee: 'SUP-KRAFT' }, ['INV-7001']],
  [{ payee: 'SUP-TEA', states: ['paid'] }, ['INV-6921', 'INV-6922', 'INV-6923']],
  [{ order: 'PO-7006' }, ['INV-7006']],
  [{ order: 'PO-NONE' }, []],
  [{ due_before: new Date().toISOString().slice(0, 10) }, ['INV-7007']],
])('%j gives %j', async (input, expected) => {
  const page = await list(input);
  expect(ids(page)).toEqual(expected);
  expect(page.total).toBe(expected.length);
});

test('page by page every invoice is seen once, whatever the size of a page', async () => {
  const all = await list({ states: ['open', 'held', 'proposed', 'paid', 'rejected'], limit: 50 });
  for (const limit of [1, 4]) {
    const seen: unknown[] = [];
    let cursor: string | null | undefined;
    do {
      const input = { states: ['open', 'held', 'proposed', 'paid', 'rejected'], limit };
      const page = await list(cursor === undefined || cursor === null ? input : { ...input, cursor });
      seen.push(...ids(page));
      expect(page.total).toBe(all.total);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(ids(all));
  }
});

test('a proposed invoice names its payment', async () => {
  const payment = await newPayment(stage, 'mara', 'INV-7007');
  const { invoices } = await list({ states: ['proposed'] });
  expect(invoices).toMatchObject([{ invoice_id: 'INV-7007', payment: { payment_id: payment, state: 'proposed' } }]);
});

const NO_CURSOR = 'the next_cursor of the page before, of the same tool';

test.each([
  [{ payee: 'SUP-NOBODY' }, 'payee', 'unknown_payee', /^SUP-ACIER, .* … and 10 more$/],
  [{ cursor: cursorOf('list_orders', ['2026-01-01', 'INV-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('list_invoices', ['0001-01-01', 'INV-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('list_invoices', ['2026-01-01', '']) }, 'cursor', 'invalid_field', NO_CURSOR],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  const expected = typeof accepted === 'string' ? accepted : (expect.stringMatching(accepted) as string);
  expect(await stage.call('mara', 'list_invoices', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted: expected },
  });
});

test('no answer holds an account', async () => {
  const [row] = await database.admin<{ account: string }>(
    "select account from payments.payee where tenant_id = 'acme' and id = 'SUP-FINCA'",
  );
  expect(row?.account).toMatch(/^HN/);
  expect(JSON.stringify(await list({ payee: 'SUP-FINCA' }))).not.toContain(row?.account ?? '');
  expect(stage.faults).toEqual([]);
});
