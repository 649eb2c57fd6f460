import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { forgetMovements, importOrder, inDays, issueDaily, move, PLANNER } from '../store/planner.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PLANNER);

interface Listed {
  readonly items: readonly Record<string, unknown>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function list(input: Record<string, unknown> = {}): Promise<Listed> {
  return (await answerOf(stage, 'mara', 'list_low_stock', input)) as unknown as Listed;
}

const skus = ({ items }: Listed): unknown[] => items.map(({ sku }) => sku);
const lineOf = async (sku: string): Promise<unknown> => (await list()).items.find((line) => line['sku'] === sku);

beforeEach(() => forgetMovements(database));

test.each(CLIENTS)('%s: a line explains itself and what to do', async (kind) => {
  await issueDaily(database, 'COF-1KG', [26, 26, 26, 26, 26, 25, 25]);
  const client = await stage.client('mara', kind);
  const { structured, isError } = await client.call('list_low_stock', { supplier: 'SUP-A' });
  await client.close();
  expect(isError).toBe(false);
  expect(structured).toMatchObject({ total: 1, next_cursor: null });
  expect((structured?.['items'] as unknown[])[0]).toEqual({
    ...{ sku: 'COF-1KG', unit: 'EA' },
    description: { origin: 'supplier', text: 'Coffee beans, washed arabica, 1 kg bag' },
    supplier: { id: 'SUP-A', name: { origin: 'supplier', text: 'Aroma Imports' } },
    price: { amount: '12.50', currency: 'EUR' },
    ...{ lead_time_days: 11, reorder_point: 200, safety_stock: 80 },
    ...{ recorded: true, on_hand: 60, allocated: 30, available: 30, counted_at: '2026-11-19T06:00:00.000Z' },
    warehouses: [
      { warehouse: 'HAM-1', on_hand: 42, allocated: 30, available: 12 },
      { warehouse: 'RTM-1', on_hand: 18, allocated: 0, available: 18 },
    ],
    ...{ on_order: 0, on_order_overdue: 0 },
    daily_use: {
      ...{ mean: 25.71, standard_deviation: 0.45, days_observed: 7 },
      since: expect.any(String) as string,
      last_issue_at: expect.any(String) as string,
    },
    days_of_cover: 1.17,
    stockout_expected_on: inDays(2),
    // An order of today comes in 11 days.
    ...{ order_by: null, too_late: true },
    // 80 + 25.71 × (11 + 30) = 1,134.3 → 1,135; less 30.
    suggested: {
      ...{ quantity: 1_105, target: 1_135, basis: 'use_over_lead_time' },
      cost: { amount: '13812.50', currency: 'EUR' },
    },
    why: 'available 30 + on order 0 is at or below the reorder point 200; at 25.7 a day what is available lasts 1.2 days; the lead time is 11 days',
  });
});

test('the furthest below their reorder points first, by what is available and on order as a part of them', async () => {
  // TEA-ASM: −24 of 120; PKG-BAG1: −1 of 0; COF-1KG: 30 of 200.
  expect(skus(await list())).toEqual(['TEA-ASM', 'PKG-BAG1', 'COF-1KG']);
  await importOrder(database, { number: 'PO-1', sku: 'TEA-ASM', quantity: 84, supplier: 'SUP-B' });
  // Now TEA-ASM has 60 of 120.
  expect(skus(await list())).toEqual(['PKG-BAG1', 'COF-1KG', 'TEA-ASM']);
});

test('what is not counted, has no reorder point, or is above it once orders have come, is not low', async () => {
  expect(skus(await list())).not.toContain('NEW-1');
  expect(skus(await list())).not.toContain('OLD-1');
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 170, expectedInDays: 400 });
  expect(skus(await list())).toContain('COF-1KG');
  await importOrder(database, { number: 'PO-2', sku: 'COF-1KG', quantity: 1 });
  expect(skus(await list())).not.toContain('COF-1KG');
});

test('a line without price, lead time, use or safety stock says so, and suggests the least that helps', async () => {
  expect(await lineOf('TEA-ASM')).toMatchObject({
    ...{ available: -24, daily_use: null, days_of_cover: null, lead_time_days: null, safety_stock: null },
    // Nothing is available today, whatever the use.
    ...{ stockout_expected_on: inDays(0), order_by: null },
    suggested: { quantity: 145, target: 121, basis: 'reorder_point', cost: { amount: '1189.00', currency: 'EUR' } },
    why: 'available -24 + on order 0 is at or below the reorder point 120; no movement is recorded, so daily use is unknown; the lead time is not recorded',
  });
  expect(await lineOf('PKG-BAG1')).toMatchObject({ price: null, suggested: { quantity: 2, target: 1, cost: null } });
});

test('an item whose only order is overdue is low, by its own date or by the lead time', async () => {
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 500, expectedInDays: 0 });
  expect(skus(await list())).not.toContain('COF-1KG');
  await forgetMovements(database);
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 500, expectedInDays: -1 });
  expect(await lineOf('COF-1KG')).toMatchObject({ on_order: 500, on_order_overdue: 500, suggested: { quantity: 171 } });
  await forgetMovements(database);
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 500, orderedDaysAgo: 12 });
  expect(await lineOf('COF-1KG')).toMatchObject({ on_order: 500, on_order_overdue: 500 });
  // No day can be said for an order without a date of an item without a lead time: it is not overdue.
  await importOrder(database, { number: 'PO-2', sku: 'TEA-ASM', quantity: 145, orderedDaysAgo: 99, supplier: 'SUP-B' });
  expect(skus(await list())).not.toContain('TEA-ASM');
});

test('an item with a reorder point of 0, none available and none used is not low, until it is used', async () => {
  await database.admin("update inventory.stock set allocated = 0 where sku = 'PKG-BAG1'");
  expect(await list()).toMatchObject({ total: 2, items: [{ sku: 'TEA-ASM' }, { sku: 'COF-1KG' }] });
  await move(database, 'PKG-BAG1', [['issue', -1, 91]]);
  expect(skus(await list())).not.toContain('PKG-BAG1');
  await move(database, 'PKG-BAG1', [['issue', -1, 80]]);
  expect(skus(await list())).toContain('PKG-BAG1');
  await database.admin("update inventory.stock set allocated = 1 where sku = 'PKG-BAG1'");
});

test('an overdue order is on order, is said to be overdue, and is not counted on', async () => {
  await issueDaily(database, 'COF-1KG', [10, 10]);
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 100, expectedInDays: -1 });
  await importOrder(database, { number: 'PO-2', sku: 'COF-1KG', quantity: 20, expectedInDays: 2 });
  // 30, 20, 10 + 20, 20, 10, 0 on day 5.
  expect(await lineOf('COF-1KG')).toMatchObject({
    on_order: 120,
    on_order_overdue: 100,
    stockout_expected_on: inDays(5),
    // 80 + 10 × (11 + 30) = 490; less 30 and 20.
    suggested: { quantity: 440, target: 490 },
    why: 'available 30 + on order 20 is at or below the reorder point 200; 100 more on order are overdue and not counted; at 10 a day what is available lasts 3 days; the lead time is 11 days',
  });
  expect(await stage.call('mara', 'forecast_stockout', { sku: 'COF-1KG' })).toMatchObject({
    structured: { stockout: { expected_on: inDays(5) } },
  });
});

test('a date to order by is on the line where there is still time', async () => {
  await database.admin("update inventory.item set lead_time_days = 1 where sku = 'COF-1KG'");
  await issueDaily(database, 'COF-1KG', [10, 10]);
  expect(await lineOf('COF-1KG')).toMatchObject({
    stockout_expected_on: inDays(3),
    order_by: inDays(1),
    too_late: false,
  });
  await database.admin("update inventory.item set lead_time_days = 11 where sku = 'COF-1KG'");
});

test('only issues of the last 90 days are use; receipts, transfers and adjustments are not', async () => {
  await move(database, 'COF-1KG', [
    ['issue', -1_000, 95],
    ['issue', -90, 50],
    ['receipt', 500, 40],
    ['transfer_out', -300, 30],
    ['adjustment', -40, 20],
  ]);
  expect(await lineOf('COF-1KG')).toMatchObject({ daily_use: { mean: 1, days_observed: 90 }, days_of_cover: 30 });
});

test('a cost that one purchase order cannot hold is left open, and takes no line with it', async () => {
  await database.admin("update inventory.item set price_minor = 1000000000000000 where sku = 'COF-1KG'");
  expect(await lineOf('COF-1KG')).toMatchObject({ suggested: { quantity: 171, cost: null } });
  await database.admin("update inventory.item set price_minor = 1250 where sku = 'COF-1KG'");
});

test('more than one order takes is not suggested, and the line says so', async () => {
  await issueDaily(database, 'COF-1KG', [100_000, 100_000]);
  // 80 + 100,000 × (11 + 30).
  expect(await lineOf('COF-1KG')).toMatchObject({
    suggested: { quantity: 1_000_000, target: 4_100_080 },
    why: expect.stringContaining('1,000,000 units are suggested, the most that one order takes') as string,
  });
});

test('a warehouse chooses the items that are recorded there; their figures are those of all warehouses', async () => {
  const hamburg = await list({ warehouse: 'RTM-1' });
  expect(skus(hamburg)).toEqual(['PKG-BAG1', 'COF-1KG']);
  expect(hamburg.items[1]).toMatchObject({ available: 30, on_hand: 60 });
  expect(await list({ warehouse: 'BER-1' })).toMatchObject({ items: [], total: 0, next_cursor: null });
});

test.each([1, 2, 3])('pages of %d give every line once and end', async (limit) => {
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.total).toBe(3);
    seen.push(...skus(page));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(['TEA-ASM', 'PKG-BAG1', 'COF-1KG']);
});

test('items of one ratio follow by SKU, over pages too', async () => {
  await database.admin("update inventory.item set reorder_point = 0 where sku = 'TEA-ASM'");
  await database.admin("update inventory.stock set on_hand = 43 where sku = 'TEA-ASM'");
  const first = await list({ limit: 1 });
  const second = await list({ limit: 1, cursor: first.next_cursor ?? '' });
  expect([...skus(first), ...skus(second)]).toEqual(['PKG-BAG1', 'TEA-ASM']);
  await database.admin("update inventory.item set reorder_point = 120 where sku = 'TEA-ASM'");
  await database.admin("update inventory.stock set on_hand = 20 where sku = 'TEA-ASM'");
});

test.each([
  [{ supplier: 'SUP-Z' }, 'supplier', 'unknown_supplier', 'SUP-A, SUP-B'],
  [{ warehouse: 'MUC-1' }, 'warehouse', 'unknown_warehouse', 'BER-1, HAM-1, RTM-1'],
  [
    { cursor: cursorOf('find_items', ['COF-1KG']) },
    'cursor',
    'invalid_field',
    'the next_cursor of the page before, of the same tool',
  ],
  [
    { cursor: cursorOf('list_low_stock', ['NaN', 'COF-1KG']) },
    'cursor',
    'invalid_field',
    'the next_cursor of the page before, of the same tool',
  ],
  [
    { cursor: cursorOf('list_low_stock', ['1e9', 'COF-1KG']) },
    'cursor',
    'invalid_field',
    'the next_cursor of the page before, of the same tool',
  ],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  expect(await stage.call('mara', 'list_low_stock', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted },
  });
  expect(stage.faults).toEqual([]);
});
