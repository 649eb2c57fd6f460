import { ok } from '@supercargo/kernel';
import { defineReadTool, type ServerDefinition } from '@supercargo/mcp-kit';
import { openStage, testDatabase, type Trade } from '@supercargo/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { explaining, planOf, wholeReads, type Plan } from './plans.ts';
import { casesOf, READ_CASES } from './read-cases.ts';
import { measuredOf } from './report.ts';
import { requestsOf } from './request-load.ts';

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

test('keyed reads are asked for by different keys that exist', () => {
  const items = 25;
  for (const each of READ_CASES.filter(({ keyed }) => keyed)) {
    const asked = Array.from({ length: items }, (_, nth) => JSON.stringify(each.ask(nth, items)));
    const ofRequests = each.name === 'get_inventory_request';
    expect(new Set(asked).size, each.name).toBe(ofRequests ? requestsOf(items) : items);
    for (const text of asked) expect(text).toMatch(ofRequests ? /-00000000000[1-5]"/ : /SKU-0000(0[1-9]|1\d|2[0-5])/);
  }
});

const plans = { small: [], large: [] };

test.each([
  [true, [1, 1, 1], [1.4, 1.4, 1.4], true],
  [true, [1, 1, 1], [1.5, 1.5, 1.5], false],
  [false, [1, 1, 1], [9, 9, 9], true],
  [true, [], [], false],
  [false, [], [], false],
])('keyed %j, %j ms in the small and %j ms in the large: met %j', (keyed, small, large, met) => {
  expect(measuredOf({ name: 'a read', keyed }, small, large, plans).met).toBe(met);
});

test('a plan that reads a long table whole is told, one that reads a page or two is not', () => {
  const scan = { 'Node Type': 'Seq Scan', 'Relation Name': 'stock' };
  const plan = planOf('a', 'for any', [{ Plan: { 'Node Type': 'Limit', Plans: [scan] }, 'Execution Time': 1 }]);
  expect(wholeReads([plan], new Map([['stock', 3]]))).toEqual(['a, planned for any, reads all 3 pages of stock']);
  expect(wholeReads([plan], new Map([['stock', 2]]))).toEqual([]);
});

test('the index of a bitmap is the index of the table that it reads', () => {
  const bitmap = { 'Node Type': 'Bitmap Index Scan', 'Index Name': 'stock_pkey' };
  const heap = { 'Node Type': 'Bitmap Heap Scan', 'Relation Name': 'stock', Plans: [bitmap] };
  expect(planOf('a', 'for any', [{ Plan: heap, 'Execution Time': 1 }]).reads).toEqual([
    { node: 'Bitmap Heap Scan', table: 'stock', index: 'stock_pkey' },
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
