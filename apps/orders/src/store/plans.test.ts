import { nodesOf, planContract, plannerOf, statementsOf, testDatabase, type PlanNode } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { customerIds, isCustomer, isOrdered } from './customers.ts';
import { flagsOfOrder, openFlagsOf, openLateFlag, readFlag, readOpenFlag } from './flags.ts';
import { flagDelayed } from './late-shipments.ts';
import { readLines, unitsLeft } from './lines.ts';
import { listOrders, upcomingOrders } from './order-list.ts';
import { readOrder } from './orders.ts';
import { partsOfOrder, readPart } from './parts.ts';

const database = await testDatabase();
const login = 'supercargo_orders';
const planOf = await plannerOf(database, login);
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

const sent = await statementsOf(
  database.door(login),
  async (tx) => {
    for (const oldestFirst of [true, false]) {
      await listOrders(tx, { ...NOTHING, isFlagged: null }, { after: null, limit: 1, oldestFirst });
      await listOrders(tx, { ...NOTHING, words: ['x'], isFlagged: null }, { after: null, limit: 1, oldestFirst });
    }
    await upcomingOrders(tx, { today: '2026-11-21', until: '2026-12-05', limit: 1 });
    await readOrder(tx, 'x');
    await readLines(tx, 'x', null, 1);
    await unitsLeft(tx, 'x');
    await partsOfOrder(tx, 'x', 1);
    await readPart(tx, 'x', 1);
    await readFlag(tx, id);
    await readOpenFlag(tx, 'x', 'other', null);
    await openLateFlag(tx, 'x');
    await flagsOfOrder(tx, 'x', 1);
    await openFlagsOf(tx, ['x'], 1);
    await isCustomer(tx, 'x');
    await customerIds(tx);
    await isOrdered(tx, 'x');
    await flagDelayed(tx, id).catch(() => undefined);
  },
  'write',
);

planContract({
  ...{ server: 'orders', folder: import.meta.dirname, moreThan: 10, sent, planOf },
  functions: ['orders_flag_delayed'],
});

test.each(['orders_newest_first', 'orders_oldest_first', 'orders_upcoming'])(
  '%s comes out of an index in its order: no page sorts the tenant’s orders',
  async (name) => {
    const { text } = sent.find((statement) => statement.name === name) ?? { text: '' };
    const settings = ['enable_seqscan = off', 'enable_bitmapscan = off'];
    const nodes = nodesOf(await planOf(text, { settings }));
    const listing = nodes.find((node) => /^sales_order_(listing|open)$/.test(String(node['Index Name'])));
    expect(listing).toBeDefined();
    // What is sorted is at most a page.
    const limit = nodes.find((node) => node['Node Type'] === 'Limit');
    expect(nodesOf(limit ?? {}).map((node) => node['Node Type'])).not.toContain('Sort');
  },
);

test.each(['orders_newest_with_words', 'orders_oldest_with_words'])(
  '%s looks through customers and parts once, not once for each order',
  async (name) => {
    const { text } = sent.find((statement) => statement.name === name) ?? { text: '' };
    const fitting = nodesOf(await planOf(text)).find((node) => node['Subplan Name'] === 'CTE fitting') ?? {};
    const whole = JSON.stringify(fitting);
    const tablesOf = (node: PlanNode): readonly unknown[] => nodesOf(node).map((each) => each['Relation Name']);
    for (const table of ['customer', 'shipment_part']) {
      expect(tablesOf(fitting).filter((each) => each === table)).toHaveLength(1);
      const holding = nodesOf(fitting).find(
        (node) => node !== fitting && 'Subplan Name' in node && tablesOf(node).includes(table),
      );
      expect(whole).toContain(`hashed ${String(holding?.['Subplan Name'])}`);
    }
  },
);
