import type { TenantTx } from '@supercargo/tenancy';
import { plannedOnceContract, statementNames, statementsOf, testDatabase, unknownKeys } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { readTenant } from './found-tenant.ts';
import { requiredFor } from './required.ts';
import { looksSplit, readBudget, spendingRefused } from './spending.ts';
import { readNames, readStanding } from './standing.ts';

const database = await testDatabase();
const login = 'supercargo_payments';
const keys = { person: 'people.person.id' };
const amount = { minor: 100n, currency: 'EUR' };
const asked = { server: 'payments', tool: 'release_payment', amount };

const reads = (tx: TenantTx, { person }: Readonly<Record<keyof typeof keys, string>>) => {
  const spent = { requester: person, agent: null, payee: 'SUP-1', costCentre: null };
  return Promise.all([
    readStanding(tx, { person, agent: 'an agent', client: null }, 'get_invoice'),
    readNames(tx, [person]),
    readTenant(tx),
    requiredFor(tx, { ...asked, units: null, requester: person }),
    readBudget(tx, { person, agent: null, payee: 'SUP-1', costCentre: null }, 'EUR'),
    spendingRefused(tx, spent, amount),
    looksSplit(tx, spent, { ...asked, others: [100n] }),
  ]);
};

const sent = await statementsOf(database.door(login), (tx) => reads(tx, unknownKeys(keys)));

/** What other logins send: a call of one function each, or the list of switches. */
const OTHERS = [
  'people_found_tenant',
  'people_record_sign_in',
  'policy_customer_standing',
  'policy_switch_by_secret',
  'policy_switches',
];

test('every statement of the store is among these', () => {
  const written = ['people', 'policy'].flatMap((begin) => statementNames(import.meta.dirname, begin));
  expect([...sent.map(({ name }) => name), ...OTHERS].sort()).toEqual(written);
});

await plannedOnceContract({
  ...{ login, keys, reads, sent },
  companies: {
    schemas: ['people', 'policy'],
    few: ['tenant', 'version', 'live', 'rule', 'consent_limit', 'spending_cap', 'kill_switch'],
  },
  anew: {},
});
