import type { TenantTx } from '@supercargo/tenancy';
import {
  nodesOf,
  planContract,
  plannedOnceContract,
  plannerOf,
  statementsOf,
  testDatabase,
  unknownKeys,
  type PlanNode,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from '../import/demo/load-demo.ts';
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
const NOTHING = {
  words: null,
  customerId: null,
  kind: null,
  states: null,
  sku: null,
  promisedBefore: null,
  overdueOn: null,
};

const keys = {
  ...{ order: 'orders.sales_order.number', customer: 'orders.customer.id', sku: 'orders.order_line.sku' },
  ...{
    splitOrder: 'orders.shipment_part.order_number',
    flag: 'orders.flag.id',
    flaggedOrder: 'orders.flag.order_number',
  },
};

async function reads(tx: TenantTx, key: Readonly<Record<keyof typeof keys, string>>): Promise<void> {
  const { order, customer, sku, splitOrder, flag, flaggedOrder } = key;
  for (const oldestFirst of [true, false]) {
    await listOrders(tx, { ...NOTHING, isFlagged: null }, { after: null, limit: 20, oldestFirst });
    await listOrders(tx, { ...NOTHING, words: ['x'], isFlagged: null }, { after: null, limit: 20, oldestFirst });
  }
  await upcomingOrders(tx, { today: '2026-11-21', until: '2026-12-05', limit: 50 });
  await readOrder(tx, order);
  await readLines(tx, order, null, 100);
  await unitsLeft(tx, order);
  await partsOfOrder(tx, splitOrder, 50);
  await readPart(tx, splitOrder, 1);
  await readFlag(tx, flag);
  await readOpenFlag(tx, flaggedOrder, 'other', null);
  await openLateFlag(tx, flaggedOrder);
  await flagsOfOrder(tx, flaggedOrder, 50);
  await openFlagsOf(tx, [flaggedOrder], 5);
  await isCustomer(tx, customer);
  await customerIds(tx);
  await isOrdered(tx, sku);
  // Nobody took such an event: it does nothing.
  await flagDelayed(tx, flag).catch(() => undefined);
}

const sent = await statementsOf(database.door(login), (tx) => reads(tx, unknownKeys(keys)), 'write');

planContract({
  ...{ server: 'orders', folder: import.meta.dirname, moreThan: 10, sent, planOf },
  functions: ['orders_flag_delayed'],
});

await plannedOnceContract({
  ...{ login, keys, reads, sent, how: 'write' },
  companies: { schemas: ['orders'], demo: DEMO, few: ['customer'] },
  anew: {
    orders_newest_first: 'filters that may be absent',
    orders_oldest_first: 'filters that may be absent',
    orders_newest_with_words: 'filters that may be absent',
    orders_oldest_with_words: 'filters that may be absent',
    orders_count: 'filters that may be absent',
    orders_upcoming: 'a page of what is due by a day',
  },
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
