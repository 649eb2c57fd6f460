import {
  modernMeta,
  openStage,
  recordsOf,
  requestIdOf,
  rowCounts,
  testDatabase,
  type RawAnswer,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const raw = stage.raw('mara');

const INPUT = { sku: 'PKG-BAG1', quantity: 11, warehouse: 'HAM-1' };
const YES = { consent: { action: 'accept', content: { confirm: true } } };

/** A call that hands back a state, as a 2026-07-28 client does after its person answered. */
function resumed(
  requestState: unknown,
  args: Record<string, unknown> = INPUT,
  name = 'create_reorder',
): Promise<RawAnswer> {
  return raw.ask('tools/call', { name, arguments: args, requestState, inputResponses: YES });
}

async function ordersAndDecisions(): Promise<unknown> {
  const rows = await rowCounts(database);
  return {
    orders: rows['inventory.purchase_order'],
    decisions: rows['approval.decision'],
    requests: rows['approval.request'],
  };
}

const stateOf = (answer: RawAnswer): unknown => answer.result?.['requestState'];

test('a state handed back executes once; replayed, it gives the same result and orders nothing again', async () => {
  const first = await raw.ask('tools/call', { name: 'create_reorder', arguments: INPUT });
  expect(first.result).toMatchObject({
    resultType: 'input_required',
    inputRequests: {
      consent: { method: 'elicitation/create', params: { mode: 'form', requestedSchema: { required: ['confirm'] } } },
    },
  });
  const executed = await resumed(stateOf(first));
  expect(executed.result).toMatchObject({ structuredContent: { outcome: 'executed' } });
  const after = await ordersAndDecisions();
  for (let replay = 0; replay < 3; replay += 1) {
    const again = await resumed(stateOf(first));
    expect(again.result?.['structuredContent']).toEqual(executed.result?.['structuredContent']);
  }
  expect(await ordersAndDecisions()).toEqual(after);
});

test('a state is good for its caller, its tool and its arguments only', async () => {
  const foreign = requestIdOf(await stage.call('mo', 'create_reorder', { ...INPUT, quantity: 12 }));
  const own = requestIdOf(await stage.call('mara', 'create_reorder', { ...INPUT, quantity: 13 }));
  const before = await ordersAndDecisions();
  const attempts: readonly (readonly [string, unknown, Record<string, unknown>, string?])[] = [
    ['another person’s request', foreign, { ...INPUT, quantity: 12 }],
    ['other arguments', own, { ...INPUT, quantity: 14 }],
    ['another tool', own, { purchase_order_id: own }, 'cancel_reorder'],
    ['a random id', stage.runtime.newId(), INPUT],
    ['no id', 'approved', INPUT],
    ['SQL', "' or true --", INPUT],
    ['a NUL', '\u0000', INPUT],
    ['an empty state', '', INPUT],
    ['10,000 characters', 'a'.repeat(10_000), INPUT],
  ];
  for (const [what, state, args, tool] of attempts) {
    const { result, error } = await resumed(state, args, tool);
    expect(error, what).toBeUndefined();
    expect(result, what).toMatchObject({
      isError: true,
      structuredContent: { outcome: 'refused', code: 'unknown_request' },
    });
    expect((await recordsOf(database, 'acme', 'call')).at(-1), what).toMatchObject({
      outcome: 'refused',
      code: 'unknown_request',
    });
  }
  expect(await ordersAndDecisions()).toEqual(before);
  expect(stage.faults).toEqual([]);
});

test('a state of another type is refused before any tool sees it', async () => {
  const before = await ordersAndDecisions();
  for (const state of [7, null, { id: 1 }, ['x']]) {
    const { result, error } = await resumed(state);
    expect(error?.code ?? result?.['resultType']).not.toBe('complete');
  }
  expect(await ordersAndDecisions()).toEqual(before);
});

test('answers without a state are no consent: the person is asked', async () => {
  const before = await ordersAndDecisions();
  const { result } = await raw.ask('tools/call', {
    name: 'create_reorder',
    arguments: { ...INPUT, quantity: 13 },
    inputResponses: YES,
  });
  expect(result).toMatchObject({ resultType: 'input_required' });
  expect(await ordersAndDecisions()).toEqual(before);
});

test('a consent handed back above the limit is none', async () => {
  const waiting = await stage.call('mara', 'create_reorder', { ...INPUT, sku: 'COF-1KG', quantity: 400 });
  const { result } = await resumed(requestIdOf(waiting), { ...INPUT, sku: 'COF-1KG', quantity: 400 });
  expect(result).toMatchObject({ structuredContent: { outcome: 'waiting' } });
  const [row] = await database.admin<{ state: string }>('select state from approval.request where id = $1', [
    requestIdOf(waiting),
  ]);
  expect(row?.state).toBe('waiting');
});

test('a client that declared no forms is not asked, whatever it hands back', async () => {
  const host = stage.raw('mara');
  host.say({
    ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
    params: { name: 'create_reorder', arguments: { ...INPUT, quantity: 15 }, _meta: modernMeta({}) },
  });
  expect(await host.hear()).toMatchObject({
    result: { resultType: 'complete', structuredContent: { outcome: 'waiting' } },
  });
});
