import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPurchaseOrder } from '../inventory.fixture.ts';
import { importOrder, inDays, PLANNER } from '../store/planner.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PLANNER);
await database.admin("update inventory.item set price_minor = 31, currency = 'EUR' where sku = 'PKG-BAG1'");

// From the newest to the oldest.
const ours = await newPurchaseOrder(stage, 'mara', 200);
await importOrder(database, {
  number: 'PO-4',
  sku: 'TEA-ASM',
  quantity: 4,
  orderedDaysAgo: 1,
  supplier: 'SUP-B',
  warehouse: 'RTM-1',
});
const dated = await importOrder(database, {
  number: 'PO-3',
  sku: 'COF-1KG',
  quantity: 3,
  orderedDaysAgo: 2,
  expectedInDays: 5,
});
await importOrder(database, { number: 'PO-2', sku: 'COF-1KG', quantity: 2, orderedDaysAgo: 20, state: 'received' });
await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 1, orderedDaysAgo: 30 });
await importOrder(database, {
  number: 'PO-0',
  sku: 'COF-250',
  quantity: 9,
  orderedDaysAgo: 40,
  expectedInDays: -30,
  state: 'cancelled',
});

interface Listed {
  readonly reorders: readonly Record<string, unknown>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function list(input: Record<string, unknown> = {}): Promise<Listed> {
  return (await answerOf(stage, 'mara', 'list_reorders', input)) as unknown as Listed;
}

const quantities = ({ reorders }: Listed): unknown[] => reorders.map(({ quantity }) => quantity);

test.each(CLIENTS)('%s: an order with names beside ids, and when it is expected', async (kind) => {
  const client = await stage.client('mara', kind);
  const { structured, isError } = await client.call('list_reorders', { sku: 'COF-1KG', states: ['open'], limit: 1 });
  await client.close();
  expect(isError).toBe(false);
  expect(structured).toMatchObject({ total: 2 });
  expect((structured?.['reorders'] as unknown[])[0]).toEqual({
    purchase_order_id: dated,
    number: { origin: 'warehouse system', text: 'PO-3' },
    ...{ state: 'open', sku: 'COF-1KG', quantity: 3, unit: 'EA', warehouse: 'HAM-1', warehouse_name: 'Hamburg' },
    description: { origin: 'supplier', text: 'Coffee beans, washed arabica, 1 kg bag' },
    supplier: { id: 'SUP-A', name: { origin: 'supplier', text: 'Aroma Imports' } },
    amount: { amount: '37.50', currency: 'EUR' },
    ordered_at: expect.any(String) as string,
    ...{ expected_on: inDays(5), expected_by: 'order', overdue: false, received_at: null },
  });
});

test('newest first, ours and imported ones alike', async () => {
  const all = await list();
  expect(quantities(all)).toEqual([200, 4, 3, 2, 1, 9]);
  expect(all.reorders[0]).toMatchObject({ purchase_order_id: ours, number: null, state: 'open', sku: 'PKG-BAG1' });
});

test('an open order without a date is expected after the lead time, and overdue once that has passed', async () => {
  const { reorders } = await list();
  expect(reorders[0]).toMatchObject({ expected_on: inDays(6), overdue: false });
  expect(reorders[1]).toMatchObject({ expected_on: null, expected_by: null, overdue: false });
  expect(reorders[4]).toMatchObject({ expected_on: inDays(-19), expected_by: 'lead_time', overdue: true });
});

test('what was received or cancelled is never overdue, and no date is made up for it', async () => {
  const { reorders } = await list();
  expect(reorders[3]).toMatchObject({
    state: 'received',
    expected_on: null,
    overdue: false,
    received_at: expect.any(String) as string,
  });
  expect(reorders[5]).toMatchObject({
    state: 'cancelled',
    expected_on: inDays(-30),
    expected_by: 'order',
    overdue: false,
  });
});

test('an order that is expected today is not overdue yet', async () => {
  const id = await importOrder(database, { number: 'PO-T', sku: 'COF-250', quantity: 7, expectedInDays: 0 });
  expect(await list({ sku: 'COF-250', states: ['open'] })).toMatchObject({
    reorders: [{ expected_on: inDays(0), overdue: false }],
  });
  expect(quantities(await list({ overdue: true }))).toEqual([1]);
  await database.admin('delete from inventory.purchase_order where id = $1', [id]);
});

test.each([
  [{ states: ['open'] }, [200, 4, 3, 1]],
  [{ states: ['received', 'cancelled'] }, [2, 9]],
  [{ sku: 'COF-1KG' }, [3, 2, 1]],
  [{ supplier: 'SUP-B' }, [200, 4]],
  [{ warehouse: 'RTM-1' }, [4]],
  [{ warehouse: 'BER-1' }, []],
  [{ overdue: true }, [1]],
  [{ overdue: false }, [200, 4, 3, 2, 1, 9]],
  [{ overdue: true, states: ['received'] }, []],
  [{ sku: 'COF-1KG', states: ['open'], supplier: 'SUP-A', warehouse: 'HAM-1' }, [3, 1]],
])('filters by %j, and the total is of what fits', async (input, found) => {
  const listed = await list(input);
  expect(quantities(listed)).toEqual(found);
  expect(listed.total).toBe(found.length);
});

test.each([1, 2, 4, 5, 6])('pages of %d give every order once and end', async (limit) => {
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.total).toBe(6);
    seen.push(...quantities(page));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual([200, 4, 3, 2, 1, 9]);
});

test('orders of one millisecond are neither skipped nor said twice', async () => {
  await database.admin(
    `insert into inventory.purchase_order (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, ordered_at, number)
     select 'acme', gen_random_uuid(), 'OLD-1', 'SUP-A', 'HAM-1', n, 1, 'EUR', '2026-01-02T03:04:05.678Z'::timestamptz + make_interval(secs => (n / 2) / 1000000.0), 'T-' || n
     from generate_series(1, 20) n`,
  );
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ sku: 'OLD-1', limit: 3, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...quantities(page));
    cursor = page.next_cursor;
  }
  expect(seen).toHaveLength(20);
  expect(new Set(seen).size).toBe(20);
  await database.admin("delete from inventory.purchase_order where sku = 'OLD-1'");
});

const NO_CURSOR = 'the next_cursor of the page before, of the same tool';

test.each([
  [{ sku: 'NO-SUCH' }, 'sku', 'unknown_sku', 'the sku of an item of your company, exactly as it is written there'],
  [{ supplier: 'SUP-Z' }, 'supplier', 'unknown_supplier', 'SUP-A, SUP-B'],
  [{ warehouse: 'MUC-1' }, 'warehouse', 'unknown_warehouse', 'BER-1, HAM-1, RTM-1'],
  [{ cursor: cursorOf('find_items', ['COF-1KG']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [
    { cursor: cursorOf('list_reorders', ['-000001-01-01T00:00:00.000000Z', ours]) },
    'cursor',
    'invalid_field',
    NO_CURSOR,
  ],
  [{ cursor: cursorOf('list_reorders', ['2026-01-01T00:00:00.000Z', ours]) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('list_reorders', ['2026-01-01T00:00:00.000000Z', 'x']) }, 'cursor', 'invalid_field', NO_CURSOR],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  expect(await stage.call('mara', 'list_reorders', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted },
  });
});

test('refuses a state that there is not, and names those there are', async () => {
  expect(await stage.call('mara', 'list_reorders', { states: ['lost'] })).toMatchObject({
    refusal: { step: 'input', accepted: 'Only orders in these states: open, cancelled, received.' },
  });
  expect(stage.faults).toEqual([]);
});
