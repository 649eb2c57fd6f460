import { answerOf, CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { METHOD, UNCERTAINTY } from '../domain/forecast-words.ts';
import { forgetMovements, importOrder, inDays, issueDaily, move, PLANNER } from '../store/planner.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PLANNER);

async function forecast(input: Record<string, unknown>): Promise<Readonly<Record<string, unknown>>> {
  return answerOf(stage, 'mara', 'forecast_stockout', input);
}

const countedOn = (day: string): Promise<unknown> =>
  database.admin("update inventory.stock set recorded_at = ($1 || 'T00:00:00Z')::timestamptz where sku = 'COF-1KG'", [
    day,
  ]);

beforeEach(() => forgetMovements(database));

test.each(CLIENTS)('%s: when it runs out, by which method and from what', async (kind) => {
  await countedOn(inDays(0));
  await issueDaily(database, 'COF-1KG', [0, 20]);
  const late = await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 500, expectedInDays: -3 });
  const due = await importOrder(database, { number: 'PO-2', sku: 'COF-1KG', quantity: 20, expectedInDays: 2 });
  const client = await stage.client('mara', kind);
  const { structured, isError } = await client.call('forecast_stockout', { sku: 'COF-1KG' });
  await client.close();
  expect(isError).toBe(false);
  const { as_of: at, ...rest } = structured ?? {};
  expect(at).toEqual(expect.stringContaining(inDays(0)));
  expect(rest).toEqual({
    ...{ sku: 'COF-1KG', unit: 'EA', warehouse: null, recorded: true, available: 30, days_of_cover: 3 },
    ...{ on_hand: 60, allocated: 30, counted_at: `${inDays(0)}T00:00:00.000Z` },
    description: { origin: 'supplier', text: 'Coffee beans, washed arabica, 1 kg bag' },
    daily_use: {
      ...{ mean: 10, standard_deviation: 10, days_observed: 2 },
      ...{ since: expect.any(String) as string, last_issue_at: expect.any(String) as string },
    },
    inbound: [
      {
        ...{ purchase_order_id: late, number: { origin: 'warehouse system', text: 'PO-1' }, warehouse: 'HAM-1' },
        ...{ quantity: 500, expected_on: inDays(-3), overdue: true, counted: false },
      },
      {
        ...{ purchase_order_id: due, number: { origin: 'warehouse system', text: 'PO-2' }, warehouse: 'HAM-1' },
        ...{ quantity: 20, expected_on: inDays(2), overdue: false, counted: true },
      },
    ],
    inbound_units: { counted: 20, overdue: 500, undated: 0 },
    // 30, 20, 10 + 20, 20, 10, 0. Early: 30 − 20 − 18.1 < 0 on day 2, but 20 came: 50 − 20 − 18.1 > 0; 50 − 30 − 22.2 < 0 on day 3.
    // Late: 50 − 10 d + 12.8 √d ≤ 0 first at d = 9 (−40 + 38.4).
    stockout: { expected_on: inDays(5), earliest_on: inDays(3), latest_on: inDays(9) },
    ...{ lead_time_days: 11, order_by: null, too_late: true, method: METHOD, uncertainty: UNCERTAINTY },
    ...{ horizon_days: 90, horizon_ends_on: inDays(90) },
    why: `available 30 at 10 a day, with the orders that come in time, runs out on ${inDays(5)}, between ${inDays(3)} and ${inDays(9)}; the lead time is 11 days: an order placed today comes on ${inDays(11)}, 6 days after`,
  });
});

test('an order without a date is expected after the lead time, and one without either is not counted', async () => {
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 5, orderedDaysAgo: 1 });
  expect(await forecast({ sku: 'COF-1KG' })).toMatchObject({
    inbound: [{ expected_on: inDays(10), overdue: false, counted: true }],
    inbound_units: { counted: 5, overdue: 0, undated: 0 },
  });
  await importOrder(database, { number: 'PO-2', sku: 'TEA-ASM', quantity: 6, supplier: 'SUP-B' });
  expect(await forecast({ sku: 'TEA-ASM' })).toMatchObject({
    inbound: [{ expected_on: null, overdue: false, counted: false }],
    inbound_units: { counted: 0, overdue: 0, undated: 6 },
  });
});

test('an order beyond the horizon is shown, and not counted', async () => {
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 5, expectedInDays: 42 });
  expect(await forecast({ sku: 'COF-1KG', horizon_days: 41 })).toMatchObject({
    inbound: [{ expected_on: inDays(42), overdue: false, counted: false }],
    inbound_units: { counted: 0 },
  });
  expect(await forecast({ sku: 'COF-1KG', horizon_days: 42 })).toMatchObject({ inbound_units: { counted: 5 } });
});

test('it looks at the lead time and 30 days at least, and says how far', async () => {
  await database.admin("update inventory.item set lead_time_days = 400 where sku = 'COF-1KG'");
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 5, expectedInDays: 430 });
  await importOrder(database, { number: 'PO-2', sku: 'COF-1KG', quantity: 6, expectedInDays: 431 });
  expect(await forecast({ sku: 'COF-1KG', horizon_days: 1 })).toMatchObject({
    ...{ horizon_days: 430, horizon_ends_on: inDays(430), inbound_units: { counted: 5 } },
    inbound: [{ counted: true }, { counted: false }],
  });
  await database.admin("update inventory.item set lead_time_days = 11 where sku = 'COF-1KG'");
});

test('what it was found from is said to be old where it is', async () => {
  await countedOn(inDays(-8));
  await move(database, 'COF-1KG', [['receipt', 5, 20]]);
  const { uncertainty } = await forecast({ sku: 'COF-1KG' });
  expect(uncertainty).toContain(`The oldest count is of ${inDays(-8)}, 8 days ago`);
  expect(uncertainty).toMatch(/The last movement is of \d{4}-\d\d-\d\d, 2[01] days ago/);
});

test('of very many orders 50 are shown, and all are counted', async () => {
  await issueDaily(database, 'COF-1KG', [1, 1]);
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      importOrder(database, { number: `PO-${index.toString()}`, sku: 'COF-1KG', quantity: 1, expectedInDays: 5 }),
    ),
  );
  const answer = await forecast({ sku: 'COF-1KG' });
  expect(answer['inbound']).toHaveLength(50);
  expect(answer).toMatchObject({ inbound_units: { counted: 60 }, stockout: { expected_on: inDays(90) } });
});

test('a warehouse counts its own stock, use and orders', async () => {
  await move(
    database,
    'COF-1KG',
    [
      ['issue', -6, 1],
      ['issue', -6, 0],
    ],
    'RTM-1',
  );
  await move(database, 'COF-1KG', [['issue', -100, 1]], 'HAM-1');
  await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 50, expectedInDays: 1, warehouse: 'HAM-1' });
  // One whole day since the first movement: 12 a day; 18, 6, −6.
  expect(await forecast({ sku: 'COF-1KG', warehouse: 'RTM-1' })).toMatchObject({
    ...{ warehouse: 'RTM-1', available: 18, daily_use: { mean: 12, days_observed: 1 }, inbound: [] },
    stockout: { expected_on: inDays(2) },
  });
  expect(await forecast({ sku: 'COF-1KG', warehouse: 'HAM-1' })).toMatchObject({
    available: 12,
    inbound: [{ quantity: 50 }],
  });
});

test('a day without an issue counts as 0 from the first movement on, whatever its kind', async () => {
  await move(database, 'COF-1KG', [
    ['receipt', 500, 10],
    ['issue', -20, 0],
  ]);
  // 20 in 10 days; deviation √(400 / 10 − 4) = 6.
  expect(await forecast({ sku: 'COF-1KG' })).toMatchObject({
    daily_use: { mean: 2, standard_deviation: 6, days_observed: 10 },
  });
});

test('what was issued before the first whole day belongs to that day, and what is dated ahead to none', async () => {
  await move(database, 'COF-1KG', [
    ['issue', -4, 2],
    ['issue', -6, 1],
    ['issue', -900, -2],
  ]);
  expect(await forecast({ sku: 'COF-1KG' })).toMatchObject({ daily_use: { mean: 5, days_observed: 2 } });
});

test.each([
  [{ sku: 'NEW-1' }, { recorded: false, available: null }, 'stock is not recorded, so nothing can be projected'],
  [
    { sku: 'COF-250', warehouse: 'RTM-1' },
    { recorded: false, available: null, warehouse: 'RTM-1' },
    'stock is not recorded, so nothing can be projected',
  ],
  [{ sku: 'COF-250' }, { recorded: true, daily_use: null }, 'no movement is recorded, so daily use is unknown'],
])('%j is not forecast, and the answer says why', async (input, part, why) => {
  expect(await forecast(input)).toMatchObject({ ...part, stockout: null, order_by: null, days_of_cover: null, why });
});

test('what lasts beyond the horizon is said to, and not to last for ever', async () => {
  await issueDaily(database, 'COF-250', [10, 10]);
  expect(await forecast({ sku: 'COF-250', horizon_days: 78 })).toMatchObject({
    ...{ stockout: null, days_of_cover: 79 },
    why: 'available 790 at 10 a day, with what is on order, lasts beyond the horizon of 78 days',
  });
  expect(await forecast({ sku: 'COF-250', horizon_days: 79 })).toMatchObject({
    ...{ stockout: { expected_on: inDays(79) }, order_by: inDays(67) },
  });
});

test.each([
  [{ sku: 'NO-SUCH' }, 'sku', 'unknown_sku', 'the sku of an item of your company, exactly as it is written there'],
  [{ sku: 'cof-1kg' }, 'sku', 'unknown_sku', 'the sku of an item of your company, exactly as it is written there'],
  [{ sku: 'COF-1KG', warehouse: 'MUC-1' }, 'warehouse', 'unknown_warehouse', 'BER-1, HAM-1, RTM-1'],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  expect(await stage.call('mara', 'forecast_stockout', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted },
  });
});

test.each([0, 366, 90.5])('refuses a horizon of %s days', async (days) => {
  expect(await stage.call('mara', 'forecast_stockout', { sku: 'COF-1KG', horizon_days: days })).toMatchObject({
    refusal: {
      step: 'input',
      field: 'horizon_days',
      accepted: 'How many days to look ahead, 1 to 365; 90 when left out. Never less than the lead time and 30 days.',
    },
  });
  expect(stage.faults).toEqual([]);
});
