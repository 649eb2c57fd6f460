import { openStage, PEOPLE, rowCounts, testDatabase } from '@supercargo/testing';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { INVENTORY } from '../inventory.fixture.ts';
import { changesOf } from '../store/stock-changes.fixture.ts';

const database = await testDatabase();
const movers = Array.from({ length: 24 }, (_, n) => ({
  ...{ id: `mover-${n}`, name: 'Mover', roles: ['supply_chain_manager'] },
}));
// Room for all of this file's consents: how much there is in a day is told elsewhere.
const consentLimits = ['requester_units', 'server_units'].map((dimension) => ({
  ...{ dimension: dimension as 'requester_units', currency: null, cap: 1_000_000 },
}));
const stage = await openStage(database, INVENTORY, { founding: { people: [...PEOPLE, ...movers], consentLimits } });
const stock = changesOf(stage);

beforeAll(async () => {
  await database.admin(`insert into inventory.item (tenant_id, sku, description, unit)
    select 'acme', 'BOX-' || n, 'Box number ' || n, 'EA' from generate_series(1, 100) n`);
  await database.admin(`insert into inventory.warehouse (tenant_id, id, name) values ('acme', 'ANR-1', 'Antwerpen')`);
});

let items = 0;
/** An item of the test's own, with this much recorded in Hamburg and in Rotterdam. */
async function item(hamburg?: number, rotterdam?: number, allocated = 0): Promise<string> {
  items += 1;
  const sku = `BOX-${items}`;
  if (hamburg !== undefined) await stock.record(sku, 'HAM-1', hamburg, allocated);
  if (rotterdam !== undefined) await stock.record(sku, 'RTM-1', rotterdam);
  return sku;
}
const input = (sku: string, quantity: number, from = 'HAM-1', to = 'RTM-1'): Record<string, unknown> => ({
  ...{ sku, from, to, quantity },
});
const both = async (sku: string): Promise<readonly (number | undefined)[]> => [
  await stock.onHand(sku, 'HAM-1'),
  await stock.onHand(sku, 'RTM-1'),
];

test('plans: nothing is moved by the call, and the card says both stocks before and after', async () => {
  const sku = await item(42, 18, 30);
  expect(await stage.call('mara', 'transfer_stock', { ...input(sku, 12), reason: 'they run out' })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: expect.stringMatching(
          /^Move 12 EA of Box number \d+ from Hamburg Speicherstadt to Rotterdam Maasvlakte\.$/,
        ) as string,
        changes: [
          { what: `On hand of ${sku} in Hamburg Speicherstadt`, before: '42', after: '30' },
          { what: `On hand of ${sku} in Rotterdam Maasvlakte`, before: '18', after: '30' },
        ],
        ...{ cost: null, units: 12 },
        guards: [{ fact: 'available in Hamburg Speicherstadt', value: 'at least 12' }],
        facts: [{ fact: 'Allocated in Hamburg Speicherstadt', value: '30' }],
        undo: 'transfer_stock moves the 12 back, while as many are available there',
        asked_by: { words: { origin: 'agent', text: 'they run out' } },
      },
    },
  });
  expect(await both(sku)).toEqual([42, 18]);
});

test('once consented to, it is moved once, in two movements of one effect, and both stocks are read back', async () => {
  const sku = await item(42, 18, 30);
  const answer = await stock.consented('mara', 'transfer_stock', input(sku, 12));
  expect(answer).toMatchObject({
    outcome: 'executed',
    result: {
      ...{ sku, quantity: 12, from: 'HAM-1', from_on_hand: 30, from_available: 0 },
      ...{ to: 'RTM-1', to_on_hand: 30, to_available: 30 },
    },
  });
  expect(await stock.worked(String(answer['request_id']))).toMatchObject({ state: 'executed' });
  expect(await both(sku)).toEqual([30, 30]);
  expect(await stock.movements(sku)).toMatchObject([
    { warehouse_id: 'HAM-1', kind: 'transfer_out', quantity: -12, reason: null, tool: 'transfer_stock' },
    { warehouse_id: 'RTM-1', kind: 'transfer_in', quantity: 12, reason: null, tool: 'transfer_stock' },
  ]);
  const [effects] = await database.admin<{ effects: number }>(
    'select count(distinct done_by)::int as effects from inventory.movement where sku = $1',
    [sku],
  );
  expect(effects).toEqual({ effects: 1 });
});

test('is undone by itself: what was moved is moved back', async () => {
  const sku = await item(42, 18);
  await stock.consented('mara', 'transfer_stock', input(sku, 12));
  expect(await stock.consented('mara', 'transfer_stock', input(sku, 12, 'RTM-1', 'HAM-1'))).toMatchObject({
    ...{ outcome: 'executed', result: { from_on_hand: 18, to_on_hand: 42 } },
  });
});

test('a warehouse that never recorded the item has it recorded then, and 0 after the undo, which the card says', async () => {
  const sku = await item(42);
  expect(await stage.call('mara', 'transfer_stock', input(sku, 12))).toMatchObject({
    structured: {
      card: {
        changes: [{ before: '42' }, { before: 'not recorded', after: '12' }],
        undo: expect.stringContaining('recorded as 0') as string,
      },
    },
  });
  expect(await stock.consented('mara', 'transfer_stock', input(sku, 12))).toMatchObject({ result: { to_on_hand: 12 } });
  await stock.consented('mara', 'transfer_stock', input(sku, 12, 'RTM-1', 'HAM-1'));
  expect(await both(sku)).toEqual([42, 0]);
});

test('101 units wait for another person: not the requester, not a clerk', async () => {
  const sku = await item(500, 0);
  const id = await stock.asked('mara', 'transfer_stock', input(sku, 101));
  expect(await stage.call('mara', 'get_inventory_request', { request_id: id })).toMatchObject({
    structured: { outcome: 'waiting', card: { why: 'policy asks for another person' } },
  });
  expect(await stock.approve(id, 'mara')).toBe('own_request');
  expect(await stock.approve(id, 'wes')).toBe('no_secret');
  expect(await stock.worked(id)).toMatchObject({ state: 'waiting' });
  expect(await stock.approve(id, 'mo')).toBeNull();
  expect(await stock.worked(id)).toMatchObject({ state: 'executed' });
  expect(await both(sku)).toEqual([399, 101]);
});

test.each(['wes', 'felix', 'olga', 'ada'])('%s, whose role does not transfer, is refused', async (person) => {
  const sku = await item(5);
  const rows = await rowCounts(database);
  expect(await stage.call(person, 'transfer_stock', input(sku, 1))).toMatchObject({
    refusal: { code: 'insufficient_scope' },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test.each<readonly [string, Record<string, unknown>, string, string]>([
  ['nothing', { quantity: 0 }, 'quantity', 'invalid_field'],
  ['less than nothing', { quantity: -5 }, 'quantity', 'invalid_field'],
  ['more than a million units', { quantity: 1_000_001 }, 'quantity', 'invalid_field'],
  ['an item nobody knows', { sku: 'NO-SUCH' }, 'sku', 'unknown_sku'],
  ['a warehouse nobody knows to give', { from: 'BER-9' }, 'from', 'unknown_warehouse'],
  ['a warehouse nobody knows to receive', { to: 'BER-9' }, 'to', 'unknown_warehouse'],
  ['one warehouse twice', { to: 'HAM-1' }, 'to', 'same_warehouse'],
  ['what is on hand but allocated', { quantity: 6 }, 'quantity', 'not_available'],
  ['what nobody recorded', { from: 'ANR-1' }, 'from', 'nothing_recorded'],
])('refuses %s, names the field, says what is accepted and writes nothing', async (_what, change, field, code) => {
  const sku = await item(10, 5, 5);
  const rows = await rowCounts(database);
  const outcome = await stage.call('mara', 'transfer_stock', { ...input(sku, 1), ...change });
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { field, code } });
  expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
  expect(await rowCounts(database)).toEqual(rows);
});

test.each<readonly [string, (sku: string) => Promise<unknown>, string]>([
  [
    'less on hand',
    (sku) => stock.record(sku, 'HAM-1', 4),
    'the stock available changed to 4, and 5 cannot be taken off it',
  ],
  [
    'more allocated',
    (sku) => stock.record(sku, 'HAM-1', 10, 7),
    'the stock available changed to 3, and 5 cannot be taken off it',
  ],
  [
    'a record that is gone',
    (sku) => database.admin('delete from inventory.stock where sku = $1', [sku]),
    'the stock available changed to not recorded, and 5 cannot be taken off it',
  ],
])('%s ends the request, says so, and nothing is moved', async (_what, meanwhile, reason) => {
  const sku = await item(10);
  const id = await stock.asked('mara', 'transfer_stock', input(sku, 5));
  await meanwhile(sku);
  const before = await both(sku);
  await stock.approve(id, 'felix');
  expect(await stock.worked(id)).toEqual({ state: 'invalidated', reason });
  expect(await both(sku)).toEqual(before);
  expect(await stock.movements(sku)).toEqual([]);
});

test('there and back at once, many times, nobody waits for ever and nothing is lost', async () => {
  const sku = await item(100, 100);
  const ids = await Promise.all(
    movers.map(({ id }, n) =>
      stock.asked(id, 'transfer_stock', n % 2 === 0 ? input(sku, 1) : input(sku, 1, 'RTM-1', 'HAM-1')),
    ),
  );
  for (const id of ids) await stock.approve(id, 'felix');
  const ends = await Promise.all(ids.map((id) => stock.worked(id)));
  expect(ends.filter(({ state }) => state !== 'executed')).toEqual([]);
  expect(await both(sku)).toEqual([100, 100]);
}, 60_000);

test('to a place where nothing was recorded, beside corrections of it: nobody waits for ever, and no first count is taken twice', async () => {
  const sku = await item(100);
  const moved = await Promise.all(
    movers.map(({ id }, n) =>
      n % 2 === 0
        ? stock.asked(id, 'transfer_stock', input(sku, 1, 'HAM-1', 'ANR-1'))
        : stock.asked(id, 'transfer_stock', input(sku, 1, 'HAM-1', 'RTM-1')),
    ),
  );
  const found = { sku, change: 1, reason: 'found behind the shelf' };
  const corrected = await Promise.all([
    stock.asked('wes', 'adjust_stock', { ...found, warehouse: 'ANR-1' }),
    stock.asked('wes', 'adjust_stock', { ...found, warehouse: 'RTM-1' }),
  ]);
  for (const id of [...moved, ...corrected]) await stock.approve(id, 'felix');
  const ends = await Promise.all([...corrected, ...moved].map((id) => stock.worked(id)));
  // A correction of what was not recorded is of that: where a transfer came first, it says so.
  expect(ends.filter(({ state }) => state !== 'executed' && state !== 'invalidated')).toEqual([]);
  expect(ends.slice(corrected.length).filter(({ state }) => state !== 'executed')).toEqual([]);
}, 60_000);

test('whatever is moved between three warehouses, the sum stays, and nothing goes below what is allocated', async () => {
  const places = ['HAM-1', 'RTM-1', 'ANR-1'];
  const move = fc.record({
    ...{ from: fc.constantFrom(...places), to: fc.constantFrom(...places), quantity: fc.integer({ min: 1, max: 60 }) },
  });
  const stocks = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(30));
  await fc.assert(
    fc.asyncProperty(
      stocks,
      fc.array(move, { minLength: 1, maxLength: 5 }),
      async ([hamburg, rotterdam, held], moves) => {
        const sku = 'BOX-100';
        await database.admin("delete from inventory.stock where sku = 'BOX-100'");
        await stock.record(sku, 'HAM-1', hamburg + held, held);
        await stock.record(sku, 'RTM-1', rotterdam);
        const ids: string[] = [];
        for (const { from, to, quantity } of moves) {
          const own = { ...input(sku, quantity, from, to), idempotency_key: stage.runtime.newId() };
          const outcome = await stage.call('mara', 'transfer_stock', own);
          if (outcome.kind === 'answered') ids.push(String(outcome.structured['request_id']));
        }
        for (const id of ids) await stock.approve(id, 'felix');
        await Promise.all(ids.map((id) => stock.worked(id)));
        const [row] = await database.admin(
          `select sum(on_hand)::int as total, bool_and(on_hand >= allocated) as held from inventory.stock where sku = 'BOX-100'`,
        );
        expect(row).toEqual({ total: hamburg + held + rotterdam, held: true });
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);

test('nothing of this was a fault', () => {
  expect(stage.faults).toEqual([]);
});
