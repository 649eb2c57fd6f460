import { CustomerId } from '@supercargo/kernel';
import { nodesOf, planContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { listOwnPayments } from './payments.ts';

const database = await testDatabase();
const login = 'supercargo_payments_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);

const sent = await statementsOf({ ...door, ...door.forCustomer(CustomerId.parse('CUS-CARLA')) }, (tx) =>
  listOwnPayments(tx, null, { after: null, limit: 1 }),
);

planContract({ server: 'payments_own', folder: import.meta.dirname, moreThan: 1, sent, planOf });

test('a page is of the customer’s range of an index, in its order, and no page sorts their payments', async () => {
  const { text } = sent.find(({ name }) => name === 'payments_own_page') ?? { text: '' };
  const settings = ['enable_seqscan = off', 'enable_bitmapscan = off'];
  const nodes = nodesOf(await planOf(text, { settings }));
  const listing = nodes.find((node) => node['Index Name'] === 'customer_payment_customer');
  expect(String(listing?.['Index Cond'])).toContain('customer_id');
  const limit = nodes.find((node) => node['Node Type'] === 'Limit');
  expect(nodesOf(limit ?? {}).map((node) => node['Node Type'])).not.toContain('Sort');
});
