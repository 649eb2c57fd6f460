import { CLIENTS, openStage, peopleOf, testDatabase, type Stage } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, newFlag, ORDERS } from './orders.fixture.ts';

// Two companies with orders and customers of the same numbers: what one asks shows, counts and refuses nothing of the other's.
const database = await testDatabase();
const acme = await openStage(database, ORDERS);
const { executed } = peopleOf(acme);
const gina = { id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager'] };
const globex = await openStage(database, ORDERS, { founding: { tenant: 'globex', people: [gina] } });

const ACMES = ['Bianchi', 'Vega', 'CUS-CARLOS', 'COF-1KG', 'SHP-2006', '2280.00', 'SO-1005', 'acme'];

const flag = await newFlag(acme, 'mara');
await executed('mara', 'split_shipment', {
  ...{ order: 'SO-1005', lines: [{ line: 1, quantity: 9 }], promised_on: inDays(2) },
});

const theirs = await acme.call('mara', 'find_orders', { limit: 50 });

async function refusalOf(stage: Stage, tool: string, input: Record<string, unknown>): Promise<unknown> {
  const outcome = await stage.call('gina', tool, input);
  return outcome.kind === 'refused' ? outcome.refusal : outcome;
}

const split = { lines: [{ line: 1, quantity: 1 }], promised_on: inDays(2) };

test.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
  ['an order', 'get_order', { order: 'SO-1005' }, { order: 'SO-0000' }],
  ['an order to flag', 'flag_order', { order: 'SO-1005', kind: 'other' }, { order: 'SO-0000', kind: 'other' }],
  ['an order to split', 'split_shipment', { order: 'SO-1005', ...split }, { order: 'SO-0000', ...split }],
  ['a part', 'split_shipment', { order: 'SO-1005', join_part: 1 }, { order: 'SO-0000', join_part: 1 }],
  ['a flag', 'clear_flag', { flag_id: flag }, { flag_id: acme.runtime.newId() }],
  ['a customer', 'find_orders', { customer: 'CUS-CARLOS' }, { customer: 'CUS-NONE' }],
  ['an item', 'find_orders', { sku: 'COF-1KG' }, { sku: 'NO-SUCH' }],
])('%s of another company is answered like one that does not exist', async (_what, tool, foreign, none) => {
  const refusal = await refusalOf(globex, tool, foreign);
  expect(refusal).toMatchObject({ step: 'perform' });
  expect(refusal).toEqual(await refusalOf(globex, tool, none));
  for (const word of ACMES) expect(JSON.stringify(refusal)).not.toContain(word);
});

test.each<[string, Record<string, unknown>]>([
  ['find_orders', { limit: 50 }],
  ['find_orders', { text: 'carla' }],
  ['find_orders', { flagged: true }],
  ['find_orders', { customer: 'CUS-CARLA' }],
])('%s with %j shows and counts one’s own company only', async (tool, input) => {
  expect(ACMES.some((word) => JSON.stringify(theirs).includes(word))).toBe(true);
  const outcome = await globex.call('gina', tool, input);
  if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
  const { orders, total } = outcome.structured as { readonly orders: readonly unknown[]; readonly total: number };
  expect(total).toBe(orders.length);
  for (const word of ACMES) expect(JSON.stringify(orders)).not.toContain(word);
});

test('an order of the same number is each company’s own', async () => {
  expect(await globex.call('gina', 'get_order', { order: 'SO-1002' })).toMatchObject({
    structured: { customer: { name: { text: 'Carla Esposito' } }, value: { amount: '287.00' }, flags: [], parts: [] },
  });
});

test('a cursor of another company moves the place in one’s own list and shows nothing else', async () => {
  const page = await acme.call('mara', 'find_orders', { limit: 1 });
  const cursor = page.kind === 'answered' ? page.structured['next_cursor'] : null;
  expect(cursor).toBeTypeOf('string');
  const outcome = await globex.call('gina', 'find_orders', { cursor });
  expect(outcome).toMatchObject({ kind: 'answered', structured: { total: 4 } });
  for (const word of ACMES) expect(JSON.stringify(outcome)).not.toContain(word);
});

test.each(CLIENTS)(
  '%s: an order of another company is no resource, and what is upcoming is one’s own',
  async (kind) => {
    const client = await globex.client('gina', kind);
    const refusalTo = async (uri: string): Promise<string> =>
      client.readResource(uri).catch((error: unknown) => String(error));
    const foreign = await refusalTo('orders://order/SO-1005');
    expect(foreign).toContain('there is no order with this number');
    expect(await refusalTo('orders://order/SO-0000')).toBe(foreign);
    const upcoming = await client.readResource('orders://upcoming');
    await client.close();
    expect(upcoming).toContain('SO-1102');
    for (const word of ACMES) expect(upcoming).not.toContain(word);
    expect([...acme.faults, ...globex.faults]).toEqual([]);
  },
);
