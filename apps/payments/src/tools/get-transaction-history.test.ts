import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from '../payments.fixture.ts';
import { arrange } from '../store/arrange.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);
const REFUND = `insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, return_id, issued_at, settled_at, why)
  values ('acme', $1, 'CP-4003', 'CUS-CARLA', 10000, 'EUR', $2, $3, $4, $4, $5)`;
await arrange(database, 'acme', REFUND, ['RF-1', 'paid', 'RMA-1', '2026-01-02T10:00:00Z', null]);
await arrange(database, 'acme', REFUND, ['RF-2', 'failed', 'RMA-2', '2026-01-02T10:00:00Z', 'the account is closed']);

interface Page {
  readonly transactions: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function history(input: Record<string, unknown> = {}): Promise<Page> {
  return (await answerOf(stage, 'felix', 'get_transaction_history', input)) as unknown as Page;
}

const ids = ({ transactions }: Page): readonly unknown[] => transactions.map(({ id }) => id);

test('payments and refunds, newest first, each with what it belongs to', async () => {
  const page = await history();
  expect(page.total).toBe(17);
  const times = page.transactions.map(({ at }) => String(at));
  expect(times).toEqual([...times].sort().reverse());
  expect(page.transactions.find(({ id }) => id === 'PAY-6901')).toMatchObject({
    ...{ kind: 'payment', state: 'paid', amount: { amount: '3900.00', currency: 'EUR' }, invoice_id: 'INV-6901' },
    ...{ order_number: 'PO-6901', payee: { id: 'SUP-FINCA' }, customer_id: null },
  });
  expect(page.transactions.find(({ id }) => id === 'RF-2')).toMatchObject({
    ...{
      kind: 'refund',
      state: 'failed',
      customer_id: 'CUS-CARLA',
      customer_payment_id: 'CP-4003',
      return_id: 'RMA-2',
    },
    ...{ order_number: 'SO-1003', payee: null, why: 'the account is closed' },
  });
});

test.each<[Record<string, unknown>, readonly string[]]>([
  [{ payee: 'SUP-FINCA' }, ['PAY-6903', 'PAY-6902', 'PAY-6901']],
  [{ order: 'SO-1003' }, ['RF-2', 'RF-1']],
  [{ order: 'PO-6902' }, ['PAY-6902']],
  [{ kind: 'refund' }, ['RF-2', 'RF-1']],
  [{ kind: 'refund', payee: 'SUP-FINCA' }, []],
  [{ from: '2026-01-02', to: '2026-01-02' }, ['RF-2', 'RF-1']],
  [{ to: '2026-01-01', kind: 'refund' }, []],
  [{ from: '2026-01-03', kind: 'refund' }, []],
  [{ order: 'SO-NONE' }, []],
])('%j gives %j', async (input, expected) => {
  const page = await history(input);
  expect(ids(page)).toEqual(expected);
  expect(page.total).toBe(expected.length);
});

test('page by page everything is seen once, though two are of one instant', async () => {
  const all = ids(await history({ limit: 100 }));
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await history(cursor === undefined || cursor === null ? { limit: 1 } : { limit: 1, cursor });
    seen.push(...ids(page));
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(seen).toEqual(all);
});

const NO_CURSOR = 'the next_cursor of the page before, of the same tool';

test.each([
  [{ payee: 'SUP-NOBODY' }, 'payee', 'unknown_payee'],
  [{ cursor: cursorOf('list_invoices', ['2026-01-01', 'INV-1']) }, 'cursor', 'invalid_field'],
  [
    { cursor: cursorOf('get_transaction_history', ['2026-01-01T00:00:00Z', 'payment', 'x']) },
    'cursor',
    'invalid_field',
  ],
  [
    { cursor: cursorOf('get_transaction_history', ['2026-01-01T00:00:00.000000Z', 'gift', 'x']) },
    'cursor',
    'invalid_field',
  ],
])('refuses %j', async (input, field, code) => {
  const outcome = await stage.call('felix', 'get_transaction_history', input);
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { step: 'perform', field, code } });
  if (field === 'cursor') expect(outcome).toMatchObject({ refusal: { accepted: NO_CURSOR } });
  expect(stage.faults).toEqual([]);
});
