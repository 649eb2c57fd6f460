import type { TenantTx } from '@supercargo/tenancy';
import {
  planContract,
  plannedOnceContract,
  plannerOf,
  statementsOf,
  testDatabase,
  unknownKeys,
} from '@supercargo/testing';
import { DEMO } from '../import/demo/load-demo.ts';
import { carrierIds, isCustomer, readCarrier } from './partners.ts';
import { readPolicy } from './policy-rules.ts';
import { readReturns } from './return-list.ts';
import { readReturn, readReturnOfLabel, readStanding } from './returns.ts';
import { recordDelivered } from './sold.ts';

const database = await testDatabase();
const login = 'supercargo_returns';
const planOf = await plannerOf(database, login);
const filter = { states: ['requested'], customerId: null, reason: null, before: null, over: null } as const;

const keys = {
  ...{
    rma: 'returns.rma.id',
    label: 'returns.label.id',
    customer: 'returns.customer.id',
    carrier: 'returns.carrier.id',
  },
};

async function reads(tx: TenantTx, key: Readonly<Record<keyof typeof keys, string>>): Promise<void> {
  const { rma, label, customer, carrier } = key;
  await Promise.all([
    readReturn(tx, rma),
    readReturnOfLabel(tx, label),
    readStanding(tx, rma),
    readReturns(tx, filter, { after: null, limit: 20 }),
    readPolicy(tx, 200),
    isCustomer(tx, customer),
    readCarrier(tx, carrier),
    carrierIds(tx),
  ]);
  // No event was taken here.
  await recordDelivered(tx, label).catch(() => undefined);
}

const sent = await statementsOf(database.door(login), (tx) => reads(tx, unknownKeys(keys)), 'write');

planContract({
  ...{ server: 'returns', folder: import.meta.dirname, moreThan: 7, sent, planOf },
  functions: ['returns_standing', 'returns_record_delivered'],
});

await plannedOnceContract({
  ...{ login, keys, reads, sent, how: 'write' },
  companies: { schemas: ['returns'], demo: DEMO, few: ['customer', 'carrier', 'return_policy'] },
  anew: {
    returns_list: 'filters that may be absent',
    returns_count: 'filters that may be absent',
  },
});
