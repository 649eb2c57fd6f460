import { CustomerId } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import {
  nodesOf,
  planContract,
  plannedOnceContract,
  plannerOf,
  statementsOf,
  testDatabase,
  unknownKeys,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from '../../import/demo/load-demo.ts';
import { listOwnOrders, readOwnLines, readOwnOrder, readOwnParts } from './orders.ts';

const database = await testDatabase();
const login = 'supercargo_orders_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);
const customer = CustomerId.parse('CUS-CARLA');
const keys = { order: 'orders.sales_order.number', splitOrder: 'orders.shipment_part.order_number' };

async function reads(tx: TenantTx, { order, splitOrder }: Readonly<Record<keyof typeof keys, string>>): Promise<void> {
  await listOwnOrders(tx, { states: null, after: null, limit: 20 });
  await readOwnOrder(tx, order);
  await readOwnLines(tx, order, 100);
  await readOwnParts(tx, splitOrder, 50);
}

const sent = await statementsOf({ ...door, ...door.forCustomer(customer) }, (tx) => reads(tx, unknownKeys(keys)));

planContract({ server: 'orders_own', folder: import.meta.dirname, moreThan: 4, sent, planOf });

await plannedOnceContract({
  ...{ login, customer, keys, reads, sent },
  companies: { schemas: ['orders'], demo: DEMO, few: ['customer'] },
  anew: { orders_own_page: 'filters that may be absent', orders_own_count: 'filters that may be absent' },
});

test('a page is of the customer’s range of an index, in its order, and no page sorts their orders', async () => {
  const { text } = sent.find(({ name }) => name === 'orders_own_page') ?? { text: '' };
  const settings = ['enable_seqscan = off', 'enable_bitmapscan = off'];
  const nodes = nodesOf(await planOf(text, { settings }));
  const listing = nodes.find((node) => node['Index Name'] === 'sales_order_customer');
  expect(String(listing?.['Index Cond'])).toContain('customer_id');
  const limit = nodes.find((node) => node['Node Type'] === 'Limit');
  expect(nodesOf(limit ?? {}).map((node) => node['Node Type'])).not.toContain('Sort');
});
