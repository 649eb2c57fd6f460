import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TenantId } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { customerIds, isCustomer, isOrdered } from './customers.ts';
import { flagsOfOrder, openFlagsOf, openLateFlag, readFlag, readOpenFlag } from './flags.ts';
import { flagDelayed } from './late-shipments.ts';
import { readLines, unitsLeft } from './lines.ts';
import { listOrders, upcomingOrders } from './order-list.ts';
import { readOrder } from './orders.ts';
import { partsOfOrder, readPart } from './parts.ts';

const database = await testDatabase();
const id = '00000000-0000-4000-8000-000000000000';
const NOTHING = {
  words: null,
  customerId: null,
  kind: null,
  states: null,
  sku: null,
  promisedBefore: null,
  overdueOn: null,
};

/** Every statement that these reads send. */
async function statements(): Promise<readonly Statement[]> {
  const sent = new Map<string, Statement>();
  await database.door('supercargo_orders').write(TenantId.parse('acme'), async (tx) => {
    const heard: TenantTx = {
      ...tx,
      query: (statement, parameters) => {
        sent.set(statement.name, statement);
        return tx.query(statement, parameters);
      },
    };
    for (const oldestFirst of [true, false]) {
      await listOrders(heard, { ...NOTHING, isFlagged: null }, { after: null, limit: 1, oldestFirst });
    }
    await upcomingOrders(heard, { today: '2026-11-21', until: '2026-12-05', limit: 1 });
    await readOrder(heard, 'x');
    await readLines(heard, 'x', null, 1);
    await unitsLeft(heard, 'x');
    await partsOfOrder(heard, 'x', 1);
    await readPart(heard, 'x', 1);
    await readFlag(heard, id);
    await readOpenFlag(heard, 'x', 'other', null);
    await openLateFlag(heard, 'x');
    await flagsOfOrder(heard, 'x', 1);
    await openFlagsOf(heard, ['x'], 1);
    await isCustomer(heard, 'x');
    await customerIds(heard);
    await isOrdered(heard, 'x');
    await flagDelayed(heard, id).catch(() => undefined);
  });
  return [...sent.values()];
}

type Node = Readonly<Record<string, unknown>>;

function nodesOf(plan: Node): readonly Node[] {
  return [plan, ...((plan['Plans'] ?? []) as readonly Node[]).flatMap(nodesOf)];
}

const sent = await statements();
const reads = sent.filter(({ name }) => name !== 'orders_flag_delayed');

async function planOf(text: string, settings: string): Promise<readonly Node[]> {
  const client = await database.adminClient();
  await client.query(`begin; set local role supercargo_orders; ${settings}; set local app.tenant = 'acme'`);
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
    `explain (generic_plan, format json) ${text}`,
  );
  await client.end();
  return nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan ?? {});
}

test('every statement of the store is among these', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const written = files.flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/(?:name: |pageIn\()'(orders_\w+)'/g)].map(
      ([, name]) => name,
    ),
  );
  expect(written.length).toBeGreaterThan(10);
  expect(sent.map(({ name }) => name).sort()).toEqual(written.sort());
});

// Where a table could be read only whole, the planner has to do so though it is told not to: then the statement names no tenant.
test.each(reads.map((statement) => [statement.name, statement] as const))(
  '%s reads each table from its tenant’s range of an index',
  async (_name, { text }) => {
    const nodes = (await planOf(text, 'set local enable_seqscan = off')).filter(
      (node) => node['Relation Name'] !== undefined,
    );
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) {
      const from = String(node['Index Cond'] ?? node['Recheck Cond'] ?? node['Node Type']);
      expect(from, String(node['Relation Name'])).toMatch(/tenant_id = (app\.tenant\(\)|\w+\.tenant_id)/);
    }
  },
);

test.each(['orders_newest_first', 'orders_oldest_first', 'orders_upcoming'])(
  '%s comes out of an index in its order: no page sorts the tenant’s orders',
  async (name) => {
    const { text } = reads.find((statement) => statement.name === name) ?? { text: '' };
    const nodes = await planOf(text, 'set local enable_seqscan = off; set local enable_bitmapscan = off');
    const listing = nodes.find((node) => /^sales_order_(listing|open)$/.test(String(node['Index Name'])));
    expect(listing).toBeDefined();
    // What is sorted is at most a page.
    const limit = nodes.find((node) => node['Node Type'] === 'Limit');
    expect(nodesOf(limit ?? {}).map((node) => node['Node Type'])).not.toContain('Sort');
  },
);
