import { foundTenant, PEOPLE, testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { withdraw } from './ledger.ts';
import { askFor, askPlanned, openCompany, plan, waiting, type Company } from './company.fixture.ts';

const database = await testDatabase();
let acme: Company;
let companies = 0;

beforeEach(async () => {
  companies += 1;
  const buyers = Array.from({ length: 10 }, (_, n) => ({
    id: `buyer-${n}`,
    name: 'Buyer',
    roles: ['supply_chain_manager'],
  }));
  const people = [...PEOPLE.map(({ id, name, roles }) => ({ id, name, roles })), ...buyers];
  acme = await openCompany(database, await foundTenant(database, { tenant: `company-${companies}`, people }));
});

const askSome = (
  count: number,
  requester = 'mara',
  from = 0,
): ReturnType<typeof Promise.all<readonly Awaited<ReturnType<typeof askFor>>[]>> =>
  Promise.all(Array.from({ length: count }, (_, n) => askFor(acme, { requester, quantity: 81 + from + n })));

async function waitingOf(requester: string | null): Promise<unknown> {
  const [row] = await acme.admin(
    `select count(*)::int as requests from approval.request
     where tenant_id = $1 and state = 'waiting' and ($2::text is null or requester = $2)`,
    [acme.tenant, requester],
  );
  return row?.['requests'];
}

test('a requester has 50 requests waiting and not one more; another has their own; one that ends makes room', async () => {
  await askSome(50);
  expect(await askFor(acme, { quantity: 999 })).toMatchObject({ refusal: 'too_many_waiting' });
  expect(await askFor(acme, { quantity: 81 })).toMatchObject({ state: 'waiting', refusal: null });
  expect(await askFor(acme, { quantity: 999, requester: 'mo' })).toMatchObject({ state: 'waiting' });
  const { requestId } = await askFor(acme, { quantity: 82 });
  await acme.inventory.write(acme.tenant, (tx) => withdraw(tx, requestId ?? '', 'mara', null));
  expect(await askFor(acme, { quantity: 999 })).toMatchObject({ state: 'waiting', refusal: null });
});

test('of 60 asked in the same moment 50 wait', async () => {
  const answers = await askSome(60);
  expect(answers.filter(({ state }) => state === 'waiting')).toHaveLength(50);
  expect(answers.filter(({ refusal }) => refusal === 'too_many_waiting')).toHaveLength(10);
  expect(await waitingOf('mara')).toBe(50);
});

test('a tenant has 500 requests waiting, however many people ask, and however close together', async () => {
  for (let n = 0; n < 9; n += 1) await askSome(50, `buyer-${n}`);
  await askSome(48, 'mara');
  expect(await waitingOf(null)).toBe(498);
  const last = await Promise.all(
    ['mo', 'felix', 'fiona', 'wes', 'olga', 'buyer-9'].map((who) => waiting(acme, { requester: who }).catch(String)),
  );
  expect(last.filter((answer) => answer.includes('too_many_waiting'))).toHaveLength(4);
  expect(await waitingOf(null)).toBe(500);
});

test('a plan, its card and a key are bounded, and what passes a bound leaves nothing behind', async () => {
  const planned = await plan(acme);
  const { plan: text } = planned.text;
  const padded = (bytes: number): string =>
    text.replace('{"agent"', `{"aaaa":"${'x'.repeat(bytes - text.length - 10)}","agent"`);
  await expect(askPlanned(acme, { ...planned, text: { ...planned.text, plan: padded(65_537) } })).rejects.toThrow(
    'plan_plan_check',
  );
  await expect(askPlanned(acme, planned, 'k'.repeat(129))).rejects.toThrow('idempotency_key_check');
  await expect(askPlanned(acme, planned, '')).rejects.toThrow('idempotency_key_check');
  expect(await waitingOf(null)).toBe(0);
  expect(padded(65_536)).toHaveLength(65_536);
  expect(
    await askPlanned(acme, { ...planned, text: { ...planned.text, plan: padded(65_536) } }, 'k'.repeat(128)),
  ).toMatchObject({
    state: 'waiting',
  });
});
