import { CustomerId } from '@supercargo/kernel';
import { nodesOf, planContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { readAsking, readOpened, readReturnable } from './returnable.ts';
import { listOwnReturns } from './returns.ts';

const database = await testDatabase();
const login = 'supercargo_returns_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);

const sent = await statementsOf({ ...door, ...door.forCustomer(CustomerId.parse('CUS-CARLA')) }, (tx) =>
  Promise.all([
    listOwnReturns(tx, { states: null, order: null, after: null, limit: 1 }),
    readReturnable(tx, 'x', 'damaged'),
    readAsking(tx, 'x', 'damaged', [], '2026-11-21'),
    readOpened(tx, 'x'),
  ]),
);

planContract({
  ...{ server: 'returns_own', folder: import.meta.dirname, moreThan: 1, sent, planOf },
  functions: ['returns_own_returnable', 'returns_own_asking'],
});

test('a page is of the customer’s range of an index, in its order, and no page sorts their returns', async () => {
  const { text } = sent.find(({ name }) => name === 'returns_own_page') ?? { text: '' };
  const settings = ['enable_seqscan = off', 'enable_bitmapscan = off'];
  const nodes = nodesOf(await planOf(text, { settings }));
  const listing = nodes.find((node) => node['Index Name'] === 'rma_customer');
  expect(String(listing?.['Index Cond'])).toContain('customer_id');
  const limit = nodes.find((node) => node['Node Type'] === 'Limit');
  expect(nodesOf(limit ?? {}).map((node) => node['Node Type'])).not.toContain('Sort');
});
