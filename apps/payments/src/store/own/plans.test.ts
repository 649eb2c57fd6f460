import { CustomerId } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import { nodesOf, planContract, plannedOnceContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from '../../import/demo/load-demo.ts';
import { listOwnPayments } from './payments.ts';

const database = await testDatabase();
const login = 'supercargo_payments_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);
const customer = CustomerId.parse('CUS-CARLA');
const keys = {};

const reads = (tx: TenantTx) => listOwnPayments(tx, null, { after: null, limit: 20 });

const sent = await statementsOf({ ...door, ...door.forCustomer(customer) }, reads);

planContract({ server: 'payments_own', folder: import.meta.dirname, moreThan: 1, sent, planOf });

await plannedOnceContract({
  ...{ login, customer, keys, reads, sent },
  companies: { schemas: ['payments'], demo: DEMO, few: ['cost_centre', 'payee'] },
  anew: { payments_own_page: 'filters that may be absent', payments_own_count: 'filters that may be absent' },
});

test('a page is of the customer’s range of an index, in its order, and no page sorts their payments', async () => {
  const { text } = sent.find(({ name }) => name === 'payments_own_page') ?? { text: '' };
  const settings = ['enable_seqscan = off', 'enable_bitmapscan = off'];
  const nodes = nodesOf(await planOf(text, { settings }));
  const listing = nodes.find((node) => node['Index Name'] === 'customer_payment_customer');
  expect(String(listing?.['Index Cond'])).toContain('customer_id');
  const limit = nodes.find((node) => node['Node Type'] === 'Limit');
  expect(nodesOf(limit ?? {}).map((node) => node['Node Type'])).not.toContain('Sort');
});
