import { CustomerId } from '@supercargo/kernel';
import { nodesOf, planContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { listOwnOrders, readOwnLines, readOwnOrder, readOwnParts } from './orders.ts';

const database = await testDatabase();
const login = 'supercargo_orders_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);

const sent = await statementsOf({ ...door, ...door.forCustomer(CustomerId.parse('CUS-CARLA')) }, async (tx) => {
  await listOwnOrders(tx, { states: null, after: null, limit: 1 });
  await readOwnOrder(tx, 'x');
  await readOwnLines(tx, 'x', 1);
  await readOwnParts(tx, 'x', 1);
});

planContract({ server: 'orders_own', folder: import.meta.dirname, moreThan: 4, sent, planOf });

test('a page is of the customer’s range of an index, in its order, and no page sorts their orders', async () => {
  const { text } = sent.find(({ name }) => name === 'orders_own_page') ?? { text: '' };
  const settings = ['enable_seqscan = off', 'enable_bitmapscan = off'];
  const nodes = nodesOf(await planOf(text, { settings }));
  const listing = nodes.find((node) => node['Index Name'] === 'sales_order_customer');
  expect(String(listing?.['Index Cond'])).toContain('customer_id');
  const limit = nodes.find((node) => node['Node Type'] === 'Limit');
  expect(nodesOf(limit ?? {}).map((node) => node['Node Type'])).not.toContain('Sort');
});
