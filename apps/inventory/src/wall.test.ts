import {
  CLIENTS,
  openStage,
  recordsOf,
  requestIdOf,
  rowCounts,
  stageOf,
  testDatabase,
  type Stage,
} from '@supercargo/testing';
import { TenantId } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import { INVENTORY, newPurchaseOrder, WORDS_OF_ACME } from './inventory.fixture.ts';

// Two companies that buy the same SKU, the first at another price, from another supplier of the same id, in another warehouse.
const database = await testDatabase();
const acme = await openStage(database, INVENTORY);
const gina = { id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager', 'finance'] };
const mara = { id: 'mara', name: 'Mara of globex', roles: ['supply_chain_manager'] };
const globex = await openStage(database, INVENTORY, { founding: { tenant: 'globex', people: [gina, mara] } });

const ACMES = [...WORDS_OF_ACME, 'Mara Lind'];

const waiting = requestIdOf(
  await acme.call('mara', 'create_reorder', { sku: 'COF-1KG', quantity: 5, warehouse: 'HAM-1' }),
);
const ordered = await newPurchaseOrder(acme, 'mara');
const [executed] = await database.admin<{ id: string }>("select id from approval.request where state = 'executed'");

async function refusalOf(
  stage: Stage,
  tool: string,
  input: Record<string, unknown>,
  person = 'gina',
): Promise<unknown> {
  const outcome = await stage.call(person, tool, input);
  return outcome.kind === 'refused' ? outcome.refusal : outcome;
}

test.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
  ['a request that waits', 'get_inventory_request', { request_id: waiting }, { request_id: acme.runtime.newId() }],
  [
    'a request that was executed',
    'get_inventory_request',
    { request_id: executed?.id },
    { request_id: acme.runtime.newId() },
  ],
  [
    'a request to withdraw',
    'withdraw_inventory_request',
    { request_id: waiting },
    { request_id: acme.runtime.newId() },
  ],
  ['a purchase order', 'cancel_reorder', { purchase_order_id: ordered }, { purchase_order_id: acme.runtime.newId() }],
  ['an item', 'get_stock', { sku: 'TEA-ASM' }, { sku: 'NO-SUCH' }],
  [
    'an item to order',
    'create_reorder',
    { sku: 'TEA-ASM', quantity: 1, warehouse: 'GOA-1' },
    { sku: 'NO-SUCH', quantity: 1, warehouse: 'GOA-1' },
  ],
  ['a warehouse', 'get_stock', { sku: 'COF-1KG', warehouse: 'HAM-1' }, { sku: 'COF-1KG', warehouse: 'NO-1' }],
  [
    'a warehouse to order into',
    'create_reorder',
    { sku: 'COF-1KG', quantity: 1, warehouse: 'HAM-1' },
    { sku: 'COF-1KG', quantity: 1, warehouse: 'NO-1' },
  ],
])('%s of another company is answered like one that does not exist', async (_what, tool, foreign, none) => {
  for (const person of ['gina', 'mara']) {
    const refusal = await refusalOf(globex, tool, foreign, person);
    expect(refusal).toMatchObject({ step: 'perform' });
    expect(refusal).toEqual(await refusalOf(globex, tool, none, person));
    for (const word of ACMES) expect(JSON.stringify(refusal)).not.toContain(word);
  }
  expect(
    (await database.admin('select from approval.request where id = $1 and state = $2', [waiting, 'waiting'])).length,
  ).toBe(1);
});

test.each(CLIENTS)('%s: a warehouse of another company is no resource', async (kind) => {
  const client = await globex.client('gina', kind);
  const refusalTo = async (uri: string): Promise<string> =>
    client.readResource(uri).catch((error: unknown) => String(error));
  const foreign = await refusalTo('inventory://warehouse/HAM-1/stock');
  expect(foreign).toContain('there is no warehouse with this id; accepted: GOA-1');
  expect(await refusalTo('inventory://warehouse/NO-1/stock')).toBe(foreign);
  expect(await client.readResource('inventory://warehouse/GOA-1/stock')).toContain('OIL-5L');
  await client.close();
});

test('the same SKU is each company’s own: price, supplier, stock and what is on order', async () => {
  const outcome = await globex.call('gina', 'get_stock', { sku: 'COF-1KG' });
  expect(outcome).toMatchObject({
    structured: {
      ...{ price: { amount: '17.40' }, supplier: { name: { text: 'Cooperativa del Valle' } }, on_order: { value: 0 } },
      stock: [{ warehouse: 'GOA-1', on_hand: { value: 777 } }],
    },
  });
  for (const word of ACMES) expect(JSON.stringify(outcome)).not.toContain(word);
});

test('lists and totals count one’s own company only, for those who see all of it too', async () => {
  const list = async (stage: Stage, person: string, input = {}): Promise<unknown> =>
    stage.call(person, 'list_inventory_requests', input);
  expect(await list(globex, 'gina')).toMatchObject({ structured: { requests: [], total: 0, next_cursor: null } });
  await globex.call('gina', 'create_reorder', { sku: 'COF-1KG', quantity: 5, warehouse: 'GOA-1' });
  expect(await list(globex, 'gina')).toMatchObject({ structured: { total: 1, requests: [{ requester: 'gina' }] } });
  expect(await list(acme, 'felix')).toMatchObject({ structured: { total: 2 } });
});

test('a cursor of another company moves the place in one’s own list and shows nothing else', async () => {
  const page = await acme.call('felix', 'list_inventory_requests', { limit: 1 });
  const cursor = page.kind === 'answered' ? page.structured['next_cursor'] : null;
  expect(cursor).toBeTypeOf('string');
  const outcome = await globex.call('gina', 'list_inventory_requests', { cursor });
  expect(outcome).toMatchObject({ kind: 'answered', structured: { total: 1 } });
  for (const word of [...ACMES, waiting]) expect(JSON.stringify(outcome)).not.toContain(word);
});

test('an idempotency key that another company used is free: nobody learns of it by a conflict', async () => {
  const key = { idempotency_key: 'monday' };
  const first = await acme.call('mara', 'create_reorder', { sku: 'COF-1KG', quantity: 6, warehouse: 'HAM-1', ...key });
  const second = await globex.call('mara', 'create_reorder', {
    sku: 'COF-1KG',
    quantity: 7,
    warehouse: 'GOA-1',
    ...key,
  });
  expect(first).toMatchObject({ structured: { outcome: 'waiting' } });
  expect(second).toMatchObject({ structured: { outcome: 'waiting' } });
  expect(requestIdOf(second)).not.toBe(requestIdOf(first));
});

test('the same reorder of two companies is two requests, though person, item and quantity are the same', async () => {
  const before = (await rowCounts(database))['approval.request'] ?? 0;
  const same = { sku: 'COF-1KG', quantity: 9, warehouse: 'SAME-1' };
  await database.admin(
    `insert into inventory.warehouse (tenant_id, id, name) values ('acme', 'SAME-1', 'x'), ('globex', 'SAME-1', 'x')`,
  );
  const ids = [
    requestIdOf(await acme.call('mara', 'create_reorder', same)),
    requestIdOf(await globex.call('mara', 'create_reorder', same)),
  ];
  expect(new Set(ids).size).toBe(2);
  expect((await rowCounts(database))['approval.request']).toBe(before + 2);
});

test('a state of another company’s request is unknown, whatever else is the same', async () => {
  const resumed = { requestId: waiting, answer: 'given' as const };
  const outcome = await globex.call(
    'mara',
    'create_reorder',
    { sku: 'COF-1KG', quantity: 5, warehouse: 'GOA-1' },
    { resumed },
  );
  expect(outcome).toMatchObject({ refusal: { code: 'unknown_request' } });
});

test('people of one company are nobody in the other', async () => {
  const [strangers, known] = [stageOf(database, INVENTORY, TenantId.parse('globex')), globex];
  for (const person of ['felix', 'wes', 'ada']) {
    expect(await refusalOf(strangers, 'get_stock', { sku: 'COF-1KG' }, person)).toMatchObject({ code: 'inactive' });
  }
  expect(await known.call('gina', 'get_stock', { sku: 'COF-1KG' })).toMatchObject({ kind: 'answered' });
});

test('a tenant that was never founded is nobody’s, and its refusals are its own record', async () => {
  const nowhere = stageOf(database, INVENTORY, TenantId.parse('nowhere'));
  expect(await refusalOf(nowhere, 'get_stock', { sku: 'COF-1KG' }, 'mara')).toMatchObject({ code: 'inactive' });
  expect(await recordsOf(database, 'nowhere')).toHaveLength(1);
});

test('each company’s record holds its own calls and no other’s', async () => {
  for (const [tenant, other] of [
    ['acme', 'globex'],
    ['globex', 'acme'],
  ] as const) {
    const records = await recordsOf(database, tenant);
    expect(records.length).toBeGreaterThan(5);
    for (const record of records) expect(record['tenant']).toBe(tenant);
    expect(JSON.stringify(records)).not.toContain(`"${other}"`);
  }
  expect([...acme.faults, ...globex.faults]).toEqual([]);
});
