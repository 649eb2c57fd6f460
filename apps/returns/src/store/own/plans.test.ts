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
import { readAsking, readOpened, readReturnable } from './returnable.ts';
import { listOwnReturns } from './returns.ts';

const database = await testDatabase();
const login = 'supercargo_returns_customer';
const planOf = await plannerOf(database, login);
const door = database.door(login);
const customer = CustomerId.parse('CUS-CARLA');
const keys = { rma: 'returns.rma.id', order: 'returns.rma.order_number' };

const reads = (tx: TenantTx, { rma, order }: Readonly<Record<keyof typeof keys, string>>) =>
  Promise.all([
    listOwnReturns(tx, { states: null, order: null, after: null, limit: 20 }),
    readReturnable(tx, order, 'damaged'),
    readAsking(tx, order, 'damaged', [], '2026-11-21'),
    readOpened(tx, rma),
  ]);

const sent = await statementsOf({ ...door, ...door.forCustomer(customer) }, (tx) => reads(tx, unknownKeys(keys)));

planContract({
  ...{ server: 'returns_own', folder: import.meta.dirname, moreThan: 1, sent, planOf },
  functions: ['returns_own_returnable', 'returns_own_asking'],
});

await plannedOnceContract({
  ...{ login, customer, keys, reads, sent },
  companies: { schemas: ['returns'], demo: DEMO, few: ['customer', 'carrier', 'return_policy'] },
  anew: { returns_own_page: 'filters that may be absent', returns_own_count: 'filters that may be absent' },
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
