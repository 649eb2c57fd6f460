import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { RETURNS } from '../returns.fixture.ts';
import { newReturn } from '../store/writes.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);
// From the oldest to the newest, among those of the story: RMA-3004 of 9 days ago, 3003 of 5, 3001 of 2, 3002 of 1.
await newReturn(stage, { id: 'T-CLOSED', requested: 40, state: 'closed', lines: [{ price: 5_000_00 }] });
await newReturn(stage, { id: 'T-OLD', requested: 30, delivered: 70, lines: [{ price: 30_00, quantity: 2 }] });
await newReturn(stage, { id: 'T-BACK', requested: 20, delivered: 21, state: 'received' });
await newReturn(stage, { id: 'T-NO', requested: 15, state: 'rejected', customer: 'CUS-CARLA' });
await newReturn(stage, { id: 'T-USD', requested: 12, currency: 'USD', lines: [{ price: 9_000_00 }], reason: 'other' });

const OPEN = ['T-OLD', 'T-BACK', 'T-USD', 'RMA-3004', 'RMA-3003', 'RMA-3001', 'RMA-3002'];

interface Listed {
  readonly returns: readonly Record<string, unknown>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function list(input: Record<string, unknown> = {}): Promise<Listed> {
  return (await answerOf(stage, 'mara', 'list_returns', input)) as unknown as Listed;
}

const ids = ({ returns }: Listed): unknown[] => returns.map(({ rma_id: id }) => id);

test.each(CLIENTS)(
  '%s: a return with names beside ids, its verdict, how long it waits and the next step',
  async (kind) => {
    const client = await stage.client('mara', kind);
    const { structured, isError } = await client.call('list_returns', { customer: 'CUS-CARLA', value_over: '1000.00' });
    await client.close();
    expect(isError).toBe(false);
    expect(structured).toMatchObject({ total: 1, next_cursor: null });
    expect((structured?.['returns'] as unknown[])[0]).toEqual({
      ...{ rma_id: 'RMA-3001', state: 'requested', order_number: 'SO-1003', reason: 'defective' },
      customer: { id: 'CUS-CARLA', name: { origin: 'customer', text: 'Carla Bianchi' } },
      words: { origin: 'customer', text: expect.stringContaining('The pump stops') as string },
      value: { amount: '1450.00', currency: 'EUR' },
      verdict: {
        ...{ window: 'inside', days_after_delivery: 7, window_days: 730, above_limit: true },
        restocking_fee: { amount: '0.00', currency: 'EUR' },
        refund: { amount: '1450.00', currency: 'EUR' },
        limit: { amount: '1000.00', currency: 'EUR' },
      },
      flags: ['worth more than the policy’s limit of 1,000.00 EUR'],
      requested_at: expect.any(String) as string,
      waiting_since: expect.any(String) as string,
      waiting_days: expect.any(Number) as number,
      next_step: 'approve_return or reject_return',
      lines: [
        {
          ...{ sku: 'EQP-ES1-230', category: 'machines', quantity: 1 },
          description: { origin: 'shop', text: 'Espresso machine, one group, 230 V' },
          price: { amount: '1450.00', currency: 'EUR' },
          value: { amount: '1450.00', currency: 'EUR' },
        },
      ],
      lines_total: 1,
    });
  },
);

test('without states those that did not end, the oldest first', async () => {
  expect(ids(await list())).toEqual(OPEN);
});

test('what ended waits for nothing, and what is back waits since it came', async () => {
  const { returns } = await list({ states: ['closed', 'rejected'] });
  expect(returns).toMatchObject([
    { rma_id: 'T-CLOSED', waiting_since: null, waiting_days: null, next_step: null },
    { rma_id: 'T-NO', waiting_since: null, waiting_days: null, next_step: null },
  ]);
  const [back] = (await list({ states: ['received'] })).returns;
  expect(back).toMatchObject({ waiting_days: 0, next_step: expect.stringContaining('payments') as string });
});

test('a long return shows its first five lines, and how many there are', async () => {
  const id = await newReturn(stage, {
    state: 'cancelled',
    lines: Array.from({ length: 7 }, (_, n) => ({ price: n + 1 })),
  });
  const [long] = (await list({ states: ['cancelled'] })).returns;
  expect(long).toMatchObject({ rma_id: id, lines_total: 7, value: { amount: '0.28' } });
  expect(long?.['lines']).toHaveLength(5);
});

test.each([
  [{ states: ['requested'] }, ['T-OLD', 'T-USD', 'RMA-3001', 'RMA-3002']],
  [{ states: ['approved', 'label_issued'] }, ['RMA-3004', 'RMA-3003']],
  [{ customer: 'CUS-0004' }, ['RMA-3004']],
  [{ customer: 'CUS-0008' }, []],
  [{ reason: 'wrong_item' }, ['RMA-3003', 'RMA-3002']],
  [{ older_than_days: 10 }, ['T-OLD', 'T-BACK', 'T-USD']],
  [{ older_than_days: 25 }, ['T-OLD']],
  [{ value_over: '88.99' }, ['RMA-3004', 'RMA-3001', 'RMA-3002']],
  [{ value_over: '89' }, ['RMA-3004', 'RMA-3001']],
  [{ value_over: '1450.00' }, []],
  [{ states: ['closed'], value_over: '1000' }, ['T-CLOSED']],
  [{ customer: 'CUS-CARLA', states: ['requested'], reason: 'defective', value_over: '1' }, ['RMA-3001']],
])('filters by %j, and the total is of what fits', async (input, found) => {
  const listed = await list(input);
  expect(ids(listed)).toEqual(found);
  expect(listed.total).toBe(found.length);
});

test.each([1, 2, 3, 6, 7])('pages of %d give every return once and end', async (limit) => {
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.total).toBe(OPEN.length);
    seen.push(...ids(page));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(OPEN);
});

test('returns of one instant are neither skipped nor said twice', async () => {
  await database.admin(
    `insert into returns.rma (tenant_id, id, order_number, customer_id, reason, requested_at, currency)
     select 'acme', 'S-' || lpad(n::text, 3, '0'), 'SO-S', 'CUS-0006', 'other', '2026-01-02T03:04:05.678Z', 'EUR' from generate_series(1, 20) n`,
  );
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ customer: 'CUS-0006', limit: 3, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...ids(page));
    cursor = page.next_cursor;
  }
  expect(seen).toHaveLength(20);
  expect(new Set(seen).size).toBe(20);
  await database.admin("delete from returns.rma where customer_id = 'CUS-0006'");
});

const NO_CURSOR = 'the next_cursor of the page before, of the same tool';
const place = (at: string, id = 'RMA-3001'): string => cursorOf('list_returns', [at, id]);

test.each([
  [{ customer: 'CUS-NONE' }, 'customer', 'unknown_customer', 'the id of a customer, as list_returns answers it'],
  [{ value_over: '1.005' }, 'value_over', 'invalid_field', 'a decimal number such as 1000.00'],
  [{ cursor: cursorOf('list_shipments', ['x']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: place('-000001-01-01T00:00:00.000Z') }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: place('2026-01-01T00:00:00Z') }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: place('2026-01-01T00:00:00.000Z', "' or true") }, 'cursor', 'invalid_field', NO_CURSOR],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  expect(await stage.call('mara', 'list_returns', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted },
  });
});

test.each([
  [{ states: ['lost'] }, 'states'],
  [{ reason: 'greed' }, 'reason'],
  [{ value_over: '-1' }, 'value_over'],
  [{ value_over: '1e3' }, 'value_over'],
  [{ older_than_days: -1 }, 'older_than_days'],
  [{ limit: 51 }, 'limit'],
])('refuses %j by its schema', async (input, field) => {
  const outcome = await stage.call('mara', 'list_returns', input);
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { step: 'input' } });
  expect(outcome.kind === 'refused' && outcome.refusal.field?.startsWith(field)).toBe(true);
});

test.each(['wes', 'olga', 'ada'])('%s, whose role does not read returns, is refused', async (person) => {
  expect(await stage.call(person, 'list_returns', {})).toMatchObject({ refusal: { code: 'insufficient_scope' } });
  expect(stage.faults).toEqual([]);
});
