import { modernRequest, openHttpStage, openStage, stageOf, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { payments } from './server.ts';
import { capsWith, SPENDING, spending, spentOf } from './spending-stage.fixture.ts';
import { proposed } from './store/spending.fixture.ts';

const CALLERS = 12;
const ROOM = 4;
const AMOUNT = 50_00;

// Two processes on one database, and one person with the tokens of two clients.
const database = await testDatabase();
const stage = await openStage(
  database,
  SPENDING,
  spending({ spendingCaps: capsWith({ 'tenant day': ROOM * AMOUNT }) }),
);
const { tenant } = stage.principal('felix');
const first = await openHttpStage(stage);
const { authenticator } = first;
const second = await openHttpStage(stageOf(database, SPENDING, tenant), { authenticator });
afterAll(async () => {
  await second.close();
  await first.close();
});

const scopes = [...new Set(Object.values(payments.scopesByRole).flat())];

async function release(payment: string, at: number, more: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const message = modernRequest('tools/call', { name: 'release_payment', arguments: { payment }, ...more });
  const client = at % 4 < 2 ? 'a host' : 'another host';
  const headers = await first.headers({ person: 'felix', scopes, client }, message);
  const { url } = at % 2 === 0 ? first : second;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
  return ((await response.json()) as { readonly result: Readonly<Record<string, unknown>> }).result;
}

const statesOf = (): Promise<unknown> =>
  database.admin(
    'select state, count(*)::int as payments from payments.payment where tenant_id = $1 group by 1 order by 1',
    [tenant],
  );

test('with room for 4 in a day, exactly 4 of 12 that are agreed to at once at two processes are released', async () => {
  const bills = await proposed(database, tenant, { count: CALLERS, amountMinor: AMOUNT });
  const asked = await Promise.all(bills.map((bill, at) => release(bill, at)));
  const inputResponses = { consent: { action: 'accept', content: { confirm: true } } };
  const agree = () =>
    Promise.all(asked.map(({ requestState }, at) => release(bills[at] ?? '', at, { requestState, inputResponses })));
  const answers = (await agree()).map(({ structuredContent }) => structuredContent as Readonly<Record<string, string>>);
  // What is under way to the rail is not known to have happened yet.
  expect(answers.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(ROOM);
  const refused = answers.filter(({ outcome }) => outcome === 'failed');
  expect(refused).toHaveLength(CALLERS - ROOM);
  for (const { reason } of refused) expect(reason).toMatch(/^the cap for a day .* is used up/);
  const once = [
    { state: 'proposed', payments: CALLERS - ROOM },
    { state: 'releasing', payments: ROOM },
  ];
  expect(await statesOf()).toEqual(once);
  await agree();
  expect(await statesOf()).toEqual(once);
  expect(await spentOf(stage, 'tenant')).toBe(ROOM * AMOUNT);
  expect([...first.stage.faults, ...second.stage.faults]).toEqual([]);
});
