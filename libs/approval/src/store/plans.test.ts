import type { TenantTx } from '@supercargo/tenancy';
import { plannedOnceContract, statementNames, statementsOf, testDatabase, unknownKeys } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { listRequests, publishedDefinitions, readRequest } from './requests.ts';

const database = await testDatabase();
const login = 'supercargo_inventory';
const keys = { request: 'approval.request.id', requester: 'approval.request.requester' };

const reads = (tx: TenantTx, { request, requester }: Readonly<Record<keyof typeof keys, string>>) =>
  Promise.all([
    readRequest(tx, request),
    listRequests(tx, { requester, states: null, after: null, limit: 20 }),
    publishedDefinitions(tx),
  ]);

const sent = await statementsOf(database.door(login), (tx) => reads(tx, unknownKeys(keys)));

/** A call of one function each. */
const CALLS = [
  ...['ask', 'ask_born', 'claim', 'consent', 'decide_by_secret', 'decide_signed_in', 'expire', 'find_asked'],
  'withdraw',
].map((name) => `approval_${name}`);

test('every statement of the store is among these', () => {
  const written = statementNames(import.meta.dirname, 'approval');
  expect([...sent.map(({ name }) => name), ...CALLS].sort()).toEqual(written);
});

await plannedOnceContract({
  ...{ login, keys, reads, sent },
  companies: { schemas: ['approval'], few: [] },
  anew: {
    approval_requests: 'filters that may be absent',
    approval_requests_count: 'filters that may be absent',
  },
});
