import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, CLIENTS, openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { executed } = peopleOf(stage);
await executed('mara', 'flag_order', {
  ...{ order: 'SO-1002', kind: 'late_shipment', shipment: 'SHP-2002', note: 'stuck in customs' },
});

interface Found {
  readonly orders: readonly Record<string, unknown>[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function find(input: Record<string, unknown> = {}): Promise<Found> {
  return (await answerOf(stage, 'mara', 'find_orders', input)) as unknown as Found;
}

const numbers = async (input: Record<string, unknown>): Promise<unknown[]> =>
  (await find(input)).orders.map(({ order }) => order);

/** By the day that they were promised for, the latest first. */
const ALL = ['SO-1005', 'SO-1004', 'SO-1002', 'SO-1003', 'SO-1001', 'SO-0987', 'SO-0972'];

test.each(CLIENTS)('%s: an order with everything that is known of it, and its open flags', async (kind) => {
  const client = await stage.client('mara', kind);
  const { structured, isError } = await client.call('find_orders', { text: 'so-1002' });
  await client.close();
  expect(isError).toBe(false);
  expect(structured).toMatchObject({ total: 1, next_cursor: null });
  expect((structured?.['orders'] as unknown[])[0]).toEqual({
    ...{ order: 'SO-1002', kind: 'sale', state: 'shipped', vendor: null, place: null, project: null, country: 'ES' },
    customer: { id: 'CUS-CARLOS', name: { origin: 'customer', text: 'Carlos Vega' } },
    ...{ placed_on: inDays(-38), promised_on: inDays(-6), delivered_on: null, overdue: true, days_late: 6 },
    value: { amount: '2280.00', currency: 'EUR' },
    ...{ shipment_id: 'SHP-2002', lines: 1, flags_open: 1 },
    flags: [
      {
        ...{ flag_id: expect.any(String) as string, kind: 'late_shipment', severity: 'warning', state: 'open' },
        note: { origin: 'flag', text: 'stuck in customs' },
        ...{ shipment_id: 'SHP-2002', expected_on: null, days_late: null, raised_by: 'request' },
        ...{ raised_at: expect.any(String) as string, cleared_at: null },
      },
    ],
  });
});

test.each([
  ['the number, in any case', { text: 'so-1003' }, ['SO-1003']],
  ['the customer’s name', { text: 'bianchi carla' }, ['SO-1005', 'SO-1003', 'SO-1001']],
  ['the shipment', { text: 'SHP-2001' }, ['SO-1001']],
  ['a word of the name and one of the number', { text: '1003 bianchi' }, ['SO-1003']],
  ['no word of another order’s', { text: '1003 vega' }, []],
  ['% as a percent sign', { text: '%' }, []],
  ['_ as an underscore', { text: '_' }, []],
  ['a quote as a quote', { text: "' or true --" }, []],
  ['a customer', { customer: 'CUS-CARLOS' }, ['SO-1004', 'SO-1002']],
  ['a kind', { kind: 'purchase' }, []],
  ['states', { states: ['shipped', 'allocated'] }, ['SO-1005', 'SO-1002']],
  ['an item of its lines', { sku: 'COF-1KG' }, ['SO-1005', 'SO-1002']],
  ['an open flag', { flagged: true }, ['SO-1002']],
  ['no open flag', { flagged: false }, ALL.filter((order) => order !== 'SO-1002')],
  ['being overdue', { overdue: true }, ['SO-1002']],
  ['not asking for overdue ones', { overdue: false }, ALL],
  ['all filters together', { text: 'vega', sku: 'COF-1KG', overdue: true, flagged: true }, ['SO-1002']],
  ['nothing in particular', {}, ALL],
])('finds by %s', async (_what, input, found) => {
  expect(await numbers(input)).toEqual(found);
  expect((await find(input)).total).toBe(found.length);
});

test('finds by the shipment that carries a part of the order', async () => {
  const lines = [{ line: 1, quantity: 1 }];
  await executed('mara', 'split_shipment', { order: 'SO-1005', lines, promised_on: inDays(1) });
  await database.admin("update orders.shipment_part set shipment_number = 'SHP-77' where order_number = 'SO-1005'");
  expect(await numbers({ text: 'shp-77' })).toEqual(['SO-1005']);
  expect(await numbers({ text: 'shp-77 shp-2006' })).toEqual(['SO-1005']);
  expect(await numbers({ text: 'bianchi 77 1005' })).toEqual(['SO-1005']);
  expect(await numbers({ text: 'shp-77 shp-2001' })).toEqual([]);
  await executed('mara', 'split_shipment', { order: 'SO-1005', join_part: 1 });
  expect(await numbers({ text: 'shp-77' })).toEqual([]);
});

test('with promised_before the longest promised comes first, and its own day is not before it', async () => {
  expect(await numbers({ promised_before: inDays(-9) })).toEqual(['SO-0972', 'SO-0987', 'SO-1001']);
  expect(await numbers({ promised_before: inDays(-8) })).toEqual(['SO-0972', 'SO-0987', 'SO-1001', 'SO-1003']);
});

test('an order without a promised day comes before all others, is not overdue and never promised before a day', async () => {
  await database.admin(
    `insert into orders.sales_order (tenant_id, number, kind, vendor, currency) values ('acme', 'DD-1', 'purchase', 'A vendor', 'EUR')`,
  );
  expect(await numbers({})).toEqual(['DD-1', ...ALL]);
  expect(await numbers({ promised_before: '2199-12-31', kind: 'purchase' })).toEqual([]);
  expect(await numbers({ text: 'vendor dd-' })).toEqual(['DD-1']);
  expect(await numbers({ text: 'vendor bianchi' })).toEqual([]);
  expect((await find({ kind: 'purchase' })).orders).toMatchObject([
    { vendor: { origin: 'vendor', text: 'A vendor' }, promised_on: null, overdue: false, days_late: null, value: null },
  ]);
  await database.admin("delete from orders.sales_order where number = 'DD-1'");
});

test.each([
  [1, {}],
  [3, {}],
  [7, {}],
  [2, { promised_before: '2199-12-31' }],
])('pages of %d with %j give every order once and end', async (limit, filter) => {
  const seen: unknown[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await find({ limit, ...filter, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.total).toBe(7);
    seen.push(...page.orders.map(({ order }) => order));
    cursor = page.next_cursor;
  }
  expect([...seen].sort()).toEqual([...ALL].sort());
});

test('orders of one day are neither skipped nor said twice', async () => {
  await database.admin(
    `insert into orders.sales_order (tenant_id, number, kind, place, currency, promised_on)
     select 'acme', 'ST-' || n, 'stock', 'HAM-1', 'EUR', '2026-01-02' from generate_series(1, 20) n`,
  );
  for (const filter of [{ kind: 'stock' }, { kind: 'stock', promised_before: '2026-01-03' }]) {
    const seen: unknown[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await find({ limit: 3, ...filter, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.orders.map(({ order }) => order));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(20);
    expect(new Set(seen).size).toBe(20);
  }
  await database.admin("delete from orders.sales_order where kind = 'stock'");
});

const NO_CURSOR = 'the next_cursor of the page before, of the same tool';

test.each([
  [{ customer: 'CUS-9' }, 'customer', 'unknown_customer', 'CUS-0003, CUS-0004, CUS-0005'],
  [{ customer: 'cus-carla' }, 'customer', 'unknown_customer', 'CUS-0003, CUS-0004, CUS-0005'],
  [{ sku: 'NO-SUCH' }, 'sku', 'unknown_sku', 'the sku of an order line, exactly as get_order answers it'],
  [{ cursor: 'AAAA' }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('find_orders', ['2026-01-01', '']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('find_orders', ['no day', 'SO-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [{ cursor: cursorOf('find_orders', ['0000-01-01', 'SO-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  // The other order of the list has places of its own.
  [{ cursor: cursorOf('find_orders/oldest', ['2026-01-01', 'SO-1']) }, 'cursor', 'invalid_field', NO_CURSOR],
  [
    { overdue: true, cursor: cursorOf('find_orders', ['2026-01-01', 'SO-1']) },
    ...(['cursor', 'invalid_field', NO_CURSOR] as const),
  ],
])('refuses %j, and says what is accepted', async (input, field, code, accepted) => {
  expect(await stage.call('mara', 'find_orders', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted: expect.stringContaining(accepted) as string },
  });
});

test.each([
  ['text', { text: '   ' }],
  ['text', { text: 'a b c d e f g h i j k' }],
  ['text', { text: 'coffee\u202e' }],
  ['states', { states: ['lost'] }],
  ['promised_before', { promised_before: '2026-02-30' }],
  ['promised_before', { promised_before: '0001-01-01' }],
])('refuses %s %j before anything is read', async (field, input) => {
  const outcome = await stage.call('mara', 'find_orders', input);
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { step: 'input' } });
  expect(JSON.stringify(outcome)).toContain(field);
  expect(stage.faults).toEqual([]);
});
