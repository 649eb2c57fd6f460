import { modernRequest, openHttpStage, openStage, stageOf, testDatabase, type Bearer } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

// Two processes on one database, and one person with the tokens of two clients.
const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const first = await openHttpStage(stage);
const { authenticator } = first;
const second = await openHttpStage(stageOf(database, INVENTORY, stage.principal('mara').tenant), { authenticator });
afterAll(async () => {
  await second.close();
  await first.close();
});

const CALLERS = 10;
/** 987.50 EUR each, of the 3,000.00 that one person's own yes is enough for in a day. */
const input = (at: number): Record<string, unknown> => ({
  ...{ sku: 'COF-1KG', quantity: 79, warehouse: 'HAM-1' },
  idempotency_key: `total ${at.toString()}`,
});

async function reorder(at: number, more: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const message = modernRequest('tools/call', { name: 'create_reorder', arguments: input(at), ...more });
  const bearer: Bearer = { person: 'mara', client: at % 4 < 2 ? 'a host' : 'another host' };
  const { url } = at % 2 === 0 ? first : second;
  const headers = await first.headers(bearer, message);
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
  return ((await response.json()) as { readonly result: Readonly<Record<string, unknown>> }).result;
}

test('ten yeses at once, at two processes and with two tokens of one person, order as much as one person may in a day', async () => {
  const asked = await Promise.all(Array.from({ length: CALLERS }, (_, at) => reorder(at)));
  const states = asked.map(({ requestState }) => requestState);
  expect(new Set(states).size).toBe(CALLERS);
  const inputResponses = { consent: { action: 'accept', content: { confirm: true } } };
  const yes = (at: number) => reorder(at, { requestState: states[at], inputResponses });
  const answers = await Promise.all(states.map((_, at) => yes(at)));
  const told = answers.map(({ structuredContent }) => structuredContent as Readonly<Record<string, string>>);
  expect(told.filter(({ outcome }) => outcome === 'executed')).toHaveLength(3);
  const refused = told.filter(({ outcome }) => outcome === 'failed');
  expect(refused).toHaveLength(CALLERS - 3);
  for (const { reason } of refused) expect(reason).toContain('the total that may be consented to in');
  // Once more changes nothing.
  await Promise.all(states.map((_, at) => yes(at)));
  const [row] = await database.admin(
    `select count(*)::int as orders, sum(o.quantity)::int as quantity from inventory.purchase_order o where o.ordered_by is not null`,
  );
  expect(row).toEqual({ orders: 3, quantity: 3 * 79 });
  expect([...first.stage.faults, ...second.stage.faults]).toEqual([]);
});
