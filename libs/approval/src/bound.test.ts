import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { isBound } from './bound.ts';
import { openCompany, waiting } from './store/company.fixture.ts';
import { readRequest, type LedgerRequest } from './store/requests.ts';

const database = await testDatabase();
const acme = await openCompany(database, await foundTenant(database));
const id = await waiting(acme);
const other = await waiting(acme, { quantity: 401 });

async function requestOf(of: string): Promise<LedgerRequest> {
  const request = await acme.terminal.read(acme.tenant, (tx) => readRequest(tx, of));
  if (request === undefined) throw new Error('what waits is there');
  return request;
}

test('a request as it was asked has the card of its plan', async () => {
  expect(isBound(await requestOf(id))).toBe(true);
  expect(isBound(await requestOf(other))).toBe(true);
});

test.each<readonly [string, (request: LedgerRequest, other: LedgerRequest) => LedgerRequest]>([
  ['another sentence', (r) => ({ ...r, card: { ...r.card, sentence: 'Order 4 EA of Coffee.' } })],
  ['a flag less', (r) => ({ ...r, card: { ...r.card, flags: ['nothing to see'] } })],
  ['another cost', (r) => ({ ...r, card: { ...r.card, cost: { amount: '5.00', currency: 'EUR' } } })],
  ['the card of another request', (r, { card }) => ({ ...r, card })],
  ['the plan of another request', (r, { plan }) => ({ ...r, plan })],
  ['the plan of another request and its card', (r, { plan, card }) => ({ ...r, plan, card })],
  ['the digest of another request', (r, { planDigest }) => ({ ...r, planDigest })],
  ['a digest cut short', (r) => ({ ...r, planDigest: r.planDigest.subarray(0, 31) })],
  ['no digest', (r) => ({ ...r, planDigest: Buffer.alloc(0) })],
  ['a plan without a card', (r) => ({ ...r, plan: '{}' })],
  ['a space more in its plan', (r) => ({ ...r, plan: `${r.plan} ` })],
])('a request with %s is not bound', async (_, change) => {
  expect(isBound(change(await requestOf(id), await requestOf(other)))).toBe(false);
});
