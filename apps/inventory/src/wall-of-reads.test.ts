import { answerOf, CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY, newPurchaseOrder, WORDS_OF_ACME } from './inventory.fixture.ts';

// Lists, forecasts and resources of two companies that buy the same SKU: what one asks shows, counts and refuses nothing of the other's.
const database = await testDatabase();
const acme = await openStage(database, INVENTORY);
const gina = { id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager'] };
const globex = await openStage(database, INVENTORY, { founding: { tenant: 'globex', people: [gina] } });

const ACMES = [...WORDS_OF_ACME, 'SUP-KRAFT'];

await newPurchaseOrder(acme, 'mara', 2);
await newPurchaseOrder(acme, 'mara', 3);
// Everything that was counted is low, so that the list is long.
await database.admin("update inventory.item set reorder_point = 1000000 where tenant_id = 'acme'");

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['forecast_stockout', { sku: 'TEA-ASM' }, { sku: 'NO-SUCH' }],
  ['forecast_stockout', { sku: 'COF-1KG', warehouse: 'HAM-1' }, { sku: 'COF-1KG', warehouse: 'NO-1' }],
  ['find_items', { supplier: 'SUP-KRAFT' }, { supplier: 'SUP-NONE' }],
  ['find_items', { warehouse: 'RTM-1' }, { warehouse: 'NO-1' }],
  ['list_low_stock', { supplier: 'SUP-KRAFT' }, { supplier: 'SUP-NONE' }],
  ['list_low_stock', { warehouse: 'HAM-1' }, { warehouse: 'NO-1' }],
  ['list_reorders', { sku: 'TEA-ASM' }, { sku: 'NO-SUCH' }],
  ['list_reorders', { supplier: 'SUP-TEA' }, { supplier: 'SUP-NONE' }],
  ['list_reorders', { warehouse: 'HAM-1' }, { warehouse: 'NO-1' }],
])('%s by %j of another company is answered like what does not exist', async (tool, foreign, none) => {
  expect(await acme.call('mara', tool, foreign)).toMatchObject({ kind: 'answered' });
  const refused = await globex.call('gina', tool, foreign);
  expect(refused).toMatchObject({ kind: 'refused', refusal: { step: 'perform' } });
  expect(refused).toEqual(await globex.call('gina', tool, none));
  for (const word of ACMES) expect(JSON.stringify(refused)).not.toContain(word);
});

test.each<[string, Record<string, unknown>]>([
  ['find_items', { limit: 100 }],
  ['find_items', { text: 'beans' }],
  ['list_low_stock', { limit: 50 }],
  ['list_reorders', { limit: 50 }],
  ['forecast_stockout', { sku: 'COF-1KG', horizon_days: 365 }],
])('%s with %j shows and counts one’s own company only', async (tool, input) => {
  const theirs = JSON.stringify(await answerOf(acme, 'mara', tool, input));
  expect(ACMES.some((word) => theirs.includes(word))).toBe(true);
  const own = await answerOf(globex, 'gina', tool, input);
  for (const word of ACMES) expect(JSON.stringify(own)).not.toContain(word);
  const rows = (own['items'] ?? own['reorders']) as readonly unknown[] | undefined;
  if (rows !== undefined) expect(own['total']).toBe(rows.length);
});

test('the same SKU is forecast from each company’s own stock and movements', async () => {
  await database.admin(
    `insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at)
     select 'globex', gen_random_uuid(), 'COF-1KG', 'GOA-1', 'issue', -7777, now() - interval '36 hours'`,
  );
  const before = await answerOf(acme, 'mara', 'forecast_stockout', { sku: 'COF-1KG' });
  expect(await answerOf(globex, 'gina', 'forecast_stockout', { sku: 'COF-1KG' })).toMatchObject({ available: 770 });
  expect(before['available']).not.toBe(770);
  expect(JSON.stringify(before['daily_use'])).not.toContain('7777');
});

test.each(['find_items', 'list_low_stock', 'list_reorders'])(
  'a cursor of %s from another company moves the place in one’s own list and shows nothing else',
  async (tool) => {
    const { next_cursor: cursor } = await answerOf(acme, 'mara', tool, { limit: 1 });
    expect(cursor).toBeTypeOf('string');
    const outcome = await globex.call('gina', tool, { cursor });
    expect(outcome).toMatchObject({ kind: 'answered' });
    for (const word of ACMES) expect(JSON.stringify(outcome)).not.toContain(word);
  },
);

test.each(CLIENTS)('%s: an item of another company is no resource, and low stock is one’s own', async (kind) => {
  const client = await globex.client('gina', kind);
  const refusalTo = async (uri: string): Promise<string> =>
    client.readResource(uri).catch((error: unknown) => String(error));
  const foreign = await refusalTo('inventory://item/TEA-ASM');
  expect(foreign).toContain('there is no item with this sku');
  expect(await refusalTo('inventory://item/NO-SUCH')).toBe(foreign);
  const shown = [
    await client.readResource('inventory://item/COF-1KG'),
    await client.readResource('inventory://low-stock'),
  ];
  await client.close();
  expect(shown[0]).toContain('Cooperativa del Valle');
  for (const word of ACMES) expect(shown.join()).not.toContain(word);
  expect([...acme.faults, ...globex.faults]).toEqual([]);
});
