import { cursorOf } from '@supercargo/mcp-kit';
import { answerOf, openStage, PEOPLE, recordsOf, requestIdOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY, newPurchaseOrder } from './inventory.fixture.ts';

const database = await testDatabase();
const auditor = { id: 'otto', name: 'Otto', roles: ['warehouse_clerk', 'auditor'] };
const stage = await openStage(database, INVENTORY, { founding: { people: [...PEOPLE, auditor] } });

interface Page {
  readonly requests: readonly { readonly request_id: string; readonly requester: string; readonly state: string }[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function list(person: string, input: Record<string, unknown> = {}): Promise<Page> {
  return (await answerOf(stage, person, 'list_inventory_requests', input)) as unknown as Page;
}

async function ask(person: string, quantity: number): Promise<string> {
  return requestIdOf(await stage.call(person, 'create_reorder', { sku: 'PKG-BAG1', quantity, warehouse: 'HAM-1' }));
}

const maras: string[] = [];
for (let quantity = 1; quantity <= 7; quantity += 1) maras.push(await ask('mara', quantity));
const mos = await ask('mo', 1);
// Of one moment, as a busy second or a restored clock makes them.
await database.admin("update approval.request set asked_at = '2026-11-20T08:00:00.123Z'");

test('every page follows the one before, also through requests of one instant, and each request is there once', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page: Page = await list('mara', { limit: 2, ...(cursor === null ? {} : { cursor }) });
    expect(page.total).toBe(7);
    seen.push(...page.requests.map((request) => request.request_id));
    cursor = page.next_cursor;
    pages += 1;
  } while (cursor !== null && pages < 10);
  expect(pages).toBe(4);
  expect(seen).toEqual([...maras].sort().reverse());
});

test.each([
  ['mara', 7, ['mara']],
  ['mo', 1, ['mo']],
  ['felix', 8, ['mara', 'mo']],
  ['otto', 8, ['mara', 'mo']],
  ['wes', 0, []],
])('%s sees %i requests, of %j', async (person, total, requesters) => {
  const page = await list(person);
  expect(page.total).toBe(total);
  expect([...new Set(page.requests.map((request) => request.requester))].sort()).toEqual(requesters);
});

test('only the states that were asked for are listed and counted', async () => {
  await newPurchaseOrder(stage, 'mo');
  expect(await list('mo', { states: ['executed'] })).toMatchObject({ total: 1, requests: [{ state: 'executed' }] });
  expect(await list('mo', { states: ['waiting', 'executed'] })).toMatchObject({ total: 2 });
  expect(await list('mo', { states: ['rejected'] })).toMatchObject({ total: 0, requests: [], next_cursor: null });
});

test('no page is longer than it may be, and none shorter than one', async () => {
  expect((await list('mara', { limit: 100 })).requests).toHaveLength(7);
  for (const limit of [0, 101, -1, 1.5, '5']) {
    const outcome = await stage.call('mara', 'list_inventory_requests', { limit });
    expect(outcome).toMatchObject({
      refusal: { code: 'invalid_field', field: 'limit', accepted: 'At most this many, 1 to 100.' },
    });
  }
});

test('a last page that is exactly full offers no next one', async () => {
  const { requests, next_cursor: cursor } = await list('mara', { limit: 6 });
  expect(requests).toHaveLength(6);
  expect(await list('mara', { limit: 1, cursor })).toMatchObject({ requests: [{}], next_cursor: null });
  expect(await list('mara', { limit: 7 })).toMatchObject({ total: 7, next_cursor: null });
});

test('a cursor of one filter used with another moves the place in that list, and never faults', async () => {
  const { next_cursor: cursor, requests } = await list('mara', { limit: 2, states: ['waiting'] });
  const rest = await list('mara', { cursor });
  expect(rest.requests).toHaveLength(5);
  expect(rest.requests).not.toContainEqual(requests[0]);
  expect(await list('mara', { cursor, states: ['rejected'] })).toMatchObject({ requests: [], next_cursor: null });
  expect(stage.faults).toEqual([]);
});

const LIST = 'list_inventory_requests';
const wire = (at: string, id: string): string => cursorOf(LIST, [at, id]);
const AT = '2026-11-20T08:00:00.123Z';

test.each([
  ['cut', wire(AT, mos).slice(0, -4)],
  ['of the year 0', wire('0000-01-01T00:00:00.000Z', mos)],
  ['with SQL for an id', wire(AT, "' or true --")],
  ['of PostgreSQL’s words', wire('-infinity', mos)],
  ['without milliseconds', wire('2026-11-20T08:00:00Z', mos)],
  ['with an offset', wire('2026-11-20T08:00:00.123+02:00', mos)],
  ['of a day that is none', wire('2026-02-30T08:00:00.123Z', mos)],
  ['of another list', cursorOf('list_reorders', [AT, mos])],
  ['of no list', Buffer.from(JSON.stringify([AT, mos])).toString('base64url')],
  ['spelled otherwise', Buffer.from(`["${LIST}", "${AT}", "${mos}"]`).toString('base64url')],
  ['with spare characters', `${wire(AT, mos)}A`],
  ['no cursor', 'abc'],
  ['no text of a cursor', '../etc'],
  ['with a NUL', 'abc\u0000'],
])('a cursor that is %s is refused by name and recorded', async (_what, cursor) => {
  expect(await stage.call('mara', 'list_inventory_requests', { cursor })).toMatchObject({
    refusal: { field: 'cursor' },
  });
  expect((await recordsOf(database, 'acme', 'call')).at(-1)).toMatchObject({
    tool: 'list_inventory_requests',
    outcome: 'refused',
    field: 'cursor',
  });
});

test('a cursor made up of another’s request shows nothing but one’s own list', async () => {
  const page = await list('mo', { cursor: wire('2030-01-01T00:00:00.000Z', maras[0] ?? '') });
  expect(page.requests.every((request) => request.requester === 'mo')).toBe(true);
});

test('finance and the auditor read a request of somebody else; others are told that there is none', async () => {
  const input = { request_id: maras[0] };
  for (const person of ['felix', 'otto', 'mara']) {
    expect(await stage.call(person, 'get_inventory_request', input)).toMatchObject({
      structured: { outcome: 'waiting', request_id: maras[0] },
    });
  }
  for (const person of ['mo', 'wes']) {
    expect(await stage.call(person, 'get_inventory_request', input)).toMatchObject({
      refusal: { code: 'unknown_request', field: 'request_id' },
    });
  }
});

test('one’s own request is withdrawn once; nobody else’s, whoever may see it', async () => {
  const [id = ''] = maras;
  for (const person of ['felix', 'otto', 'mo', 'wes']) {
    expect(await stage.call(person, 'withdraw_inventory_request', { request_id: id })).toMatchObject({
      refusal: { code: 'unknown_request', field: 'request_id' },
    });
  }
  expect(await stage.call('mara', 'withdraw_inventory_request', { request_id: id })).toMatchObject({
    structured: { request_id: id, state: 'withdrawn' },
  });
  expect(await stage.call('mara', 'withdraw_inventory_request', { request_id: id })).toMatchObject({
    refusal: { code: 'not_waiting', reason: 'the request is withdrawn and can no longer be withdrawn' },
  });
  expect((await recordsOf(database, 'acme', 'withdrawn')).map((record) => record['request_id'])).toEqual([id]);
});

test('what was executed is not withdrawn', async () => {
  await newPurchaseOrder(stage, 'mara');
  const { requests } = await list('mara', { states: ['executed'] });
  expect(await stage.call('mara', 'withdraw_inventory_request', { request_id: requests[0]?.request_id })).toMatchObject(
    {
      refusal: { reason: 'the request is executed and can no longer be withdrawn' },
    },
  );
});

test('a withdrawn request is not executed by a consent that comes late', async () => {
  const input = { sku: 'PKG-BAG1', quantity: 77, warehouse: 'HAM-1' };
  const id = requestIdOf(await stage.call('mara', 'create_reorder', input));
  await stage.call('mara', 'withdraw_inventory_request', { request_id: id });
  expect(
    await stage.call('mara', 'create_reorder', input, { resumed: { requestId: id, answer: 'given' } }),
  ).toMatchObject({
    structured: { outcome: 'failed', reason: 'it was withdrawn; nothing was done' },
  });
  expect(stage.faults).toEqual([]);
});
