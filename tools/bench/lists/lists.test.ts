import { ok, SERVERS } from '@supercargo/kernel';
import { defineReadTool, type ServerDefinition } from '@supercargo/mcp-kit';
import { openStage, testDatabase, type Trade } from '@supercargo/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { serverDefinition } from '../../servers.ts';
import { explaining } from './explaining.ts';
import { planOf, wholeReads, type Plan } from './plans.ts';
import type { ReadCase } from './case.ts';
import { casesOf, READ_CASES } from './cases.ts';
import { measuredOf } from './judged.ts';
import { planLine } from './report.ts';

const named = (name: string): ServerDefinition['tools'][number] =>
  defineReadTool({
    ...{ name, title: name, description: 'A read.', scopes: ['inventory:read'] },
    ...{ input: z.strictObject({}), output: z.strictObject({}), read: async () => ok({}) },
  });
const server = (tools: readonly string[]): ServerDefinition => ({
  ...{ name: 'inventory', title: 'Inventory', version: '1', instructions: 'None.' },
  ...{ tools: tools.map(named), resources: [], prompts: [], scopesByRole: {} },
});

test('a read that no case asks for is missing, and what a server has not is not asked for', () => {
  const { cases, missing } = casesOf(server(['get_stock', 'guess_demand']));
  expect(missing).toEqual(['guess_demand']);
  // The reads of requests are every server's, whatever its own tools are.
  expect([...new Set(cases.map(({ name }) => name.split(',')[0]))]).toEqual([
    'get_stock',
    'get_inventory_request',
    'list_inventory_requests',
  ]);
});

test.each(SERVERS)('every case of %s is of a read that it has', async (name) => {
  expect(casesOf(await serverDefinition(name)).cases).toEqual(READ_CASES[name]);
});

const askedOf = (each: ReadCase, count: number): readonly string[] =>
  Array.from({ length: count }, (_, nth) => JSON.stringify(each.ask(nth, { rows: 100, requests: 10 })));

test.each(
  Object.values(READ_CASES)
    .flat()
    .filter(({ keyed }) => keyed)
    .map((each) => [each.name, each] as const),
)('%s is asked for by keys that are far apart', (_name, each) => {
  const asked = askedOf(each, 10);
  expect(new Set(asked).size).toBe(10);
  expect(askedOf(each, 100).join()).not.toContain('NaN');
});

const rows = { plans: { few: [], many: [] }, pages: { few: new Map(), many: new Map() }, rows: 1 };
const read = { name: 'a read', table: 'a.table' };

test.each([
  ['a keyed read that grows 1.4 times', true, [1, 1, 1], [1.4, 1.4, 1.4], []],
  ['a keyed read that grows 1.5 times', true, [1, 1, 1], [1.5, 1.5, 1.5], ['grows 1.5 times, not less than 1.5']],
  ['a list that grows nine times', false, [1, 1, 1], [9, 9, 9], []],
  ['a list within 100 ms', false, [1], [100], []],
  ['a list above 100 ms', false, [1], [101], ['p99 above 100 ms']],
  ['a list that was never called', false, [], [], ['it was not measured']],
])('%s is judged', (_what, keyed, fewMs, manyMs, missed) => {
  expect(measuredOf({ ...read, keyed }, { ...rows, fewMs, manyMs }).missed).toEqual(missed);
});

const scan = { 'Node Type': 'Seq Scan', 'Relation Name': 'stock', 'Rows Removed by Filter': 7, 'Actual Loops': 3 };
const scanned = planOf('a', 'for these parameters', [
  { Plan: { 'Node Type': 'Limit', Plans: [scan] }, 'Execution Time': 1 },
]);

test('a list that reads a long table whole has missed, however quick it is', () => {
  const pages = { few: new Map([['stock', 3]]), many: new Map() };
  const plans = { few: [scanned], many: [] };
  expect(measuredOf({ ...read, keyed: false }, { ...rows, plans, pages, fewMs: [1], manyMs: [1] }).missed).toEqual([
    'a, planned for these parameters, reads all 3 pages of stock',
  ]);
});

test('a plan in a line names the dearest indexes, what is read whole, and the rows that were read in vain', () => {
  const byIndex = (index: string, blocks: number, made: Plan['made'] = 'for these parameters'): Plan =>
    planOf('b', made, [
      {
        Plan: {
          ...{ 'Node Type': 'Index Scan', 'Relation Name': 'item', 'Index Name': index },
          'Shared Hit Blocks': blocks,
        },
        'Execution Time': 1,
      },
    ]);
  const indexes = ['a', 'b', 'c', 'd', 'e'].map((name, at) => byIndex(`item_${name}`, 10 + at));
  expect(planLine([scanned, ...indexes, byIndex('item_f', 99, 'for any')])).toBe(
    'item_e, item_d, item_c, Seq Scan on stock, 2 more; 21 rows in vain',
  );
  expect(planLine([])).toBe('no table');
});

test('a plan that reads a long table whole is told, one that reads a page or two is not', () => {
  expect(wholeReads([scanned], new Map([['stock', 3]]))).toEqual([
    'a, planned for these parameters, reads all 3 pages of stock',
  ]);
  expect(wholeReads([scanned], new Map([['stock', 2]]))).toEqual([]);
});

test('the index of a bitmap is the index of the table that it reads', () => {
  const bitmap = { 'Node Type': 'Bitmap Index Scan', 'Index Name': 'stock_pkey' };
  const heap = { 'Node Type': 'Bitmap Heap Scan', 'Relation Name': 'stock', Plans: [bitmap] };
  expect(planOf('a', 'for any', [{ Plan: heap, 'Execution Time': 1 }]).reads).toEqual([
    { node: 'Bitmap Heap Scan', table: 'stock', index: 'stock_pkey', blocks: 0, removed: 0 },
  ]);
});

test('a statement is explained both ways behind its own walls, with its own parameters, and answered as without', async () => {
  const database = await testDatabase();
  const trade: Trade = { definition: server([]), login: 'supercargo_inventory', load: async () => undefined };
  const { tenant } = (await openStage(database, trade)).principal('mara');
  await database.admin(
    "insert into inventory.warehouse (tenant_id, id, name) values ('acme', 'BER-1', 'It''s \\ here')",
  );
  const seen: Plan[] = [];
  const door = explaining(database.door('supercargo_inventory'), ['inventory_'], (plan) => seen.push(plan));
  const text =
    'select w.id from inventory.warehouse w where w.tenant_id = app.tenant() and w.name = $1 and w.id = any ($2::text[])';
  const parameters = ["It's \\ here", ['BER-1', 'a"\\b']] as const;
  const rows = await door.read(tenant, (tx) =>
    Promise.all([
      tx.query({ name: 'inventory_bench', text }, parameters),
      tx.query({ name: 'inventory_bench', text }, ['Nowhere', []]),
      tx.query({ name: 'kit_standing', text: 'select 1 as one' }),
    ]),
  );
  expect(rows).toEqual([[{ id: 'BER-1' }], [], [{ one: 1 }]]);
  expect(seen.map(({ statement, made }) => `${statement} ${made}`)).toEqual([
    'inventory_bench for these parameters',
    'inventory_bench for any',
    'inventory_bench for these parameters',
    'inventory_bench for any',
  ]);
  expect(seen.every(({ reads }) => reads[0]?.table === 'warehouse')).toBe(true);
});
