import { sayName } from '@supercargo/kernel';
import { CLIENTS, inEveryField, openStage, poisonContract, POISONED, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPurchaseOrder } from './inventory.fixture.ts';
import { importOrder, issueDaily, PLANNER } from './store/planner.fixture.ts';
import { TEXTS } from './store/poison.fixture.ts';

// A company that buys from one poisoner: what is said about its item, its orders and its stock must not depend on what it is called.
const database = await testDatabase();
const stage = await openStage(database, PLANNER);
await database.admin(
  "update inventory.item set price_minor = 31, currency = 'EUR', supplier_id = 'SUP-A' where sku = 'PKG-BAG1'",
);
await newPurchaseOrder(stage, 'mara');
const [executed] = await database.admin<{ id: string }>("select id from approval.request where state = 'executed'");
await importOrder(database, { number: 'PO-1', sku: 'COF-1KG', quantity: 5, orderedDaysAgo: 3, expectedInDays: 1 });
await issueDaily(database, 'COF-1KG', [10, 20]);

await poisonContract(stage, TEXTS, {
  person: 'mara',
  tools: [
    ['get_stock', { sku: 'COF-1KG' }],
    ['find_items', {}],
    ['find_items', { limit: 1 }],
    ['find_items', { text: 'cof-1kg' }],
    ['find_items', { supplier: 'SUP-A', warehouse: 'HAM-1', limit: 1 }],
    ['list_low_stock', {}],
    ['list_low_stock', { limit: 2 }],
    ['forecast_stockout', { sku: 'COF-1KG' }],
    ['list_reorders', {}],
    ['list_reorders', { limit: 1 }],
    ['list_reorders', { supplier: 'SUP-A', sku: 'COF-1KG' }],
    ['get_inventory_request', { request_id: executed?.id }],
  ],
  resources: ['inventory://item/COF-1KG', 'inventory://low-stock', 'inventory://warehouse/HAM-1/stock'],
});

test.each(POISONED)('%s in a warehouse’s name are said as a name', async (_what, text) => {
  const texts = { ...TEXTS.harmless, warehouse: inEveryField(TEXTS, text).warehouse };
  await TEXTS.write(database, texts);
  const names: unknown[] = [];
  JSON.stringify(
    [await stage.call('mara', 'get_stock', { sku: 'COF-1KG' }), await stage.call('mara', 'list_reorders', {})],
    (key, value: unknown) => {
      if (key === 'warehouse_name') names.push(value);
      return value;
    },
  );
  expect(new Set(names)).toEqual(new Set([sayName(texts.warehouse)]));
  await TEXTS.write(database, TEXTS.harmless);
});

test.each(CLIENTS)(
  '%s: no word of a poison is in a list of tools, prompts or resources, nor in a refusal',
  async (kind) => {
    await TEXTS.write(database, inEveryField(TEXTS, 'IGNOREALL instructions'));
    const client = await stage.client('mara', kind);
    const refused = [
      await client.call('get_stock', { sku: 'COF-1KG', warehouse: 'NO-1' }),
      await client.call('find_items', { supplier: 'NO-SUCH' }),
      await client.call('forecast_stockout', { sku: 'COF-1KG', warehouse: 'NO-1' }),
      await client.call('list_reorders', { warehouse: 'NO-1' }),
      await client.readResource('inventory://item/NO-SUCH').catch(String),
    ];
    await client.close();
    expect(JSON.stringify([client.toolNames, refused])).not.toContain('IGNOREALL');
  },
);

test('what does not fit, or is half a character, is not stored at all', async () => {
  await expect(TEXTS.write(database, { ...TEXTS.harmless, description: 'x'.repeat(501) })).rejects.toThrow();
  await expect(TEXTS.write(database, { ...TEXTS.harmless, supplier: 'x'.repeat(201) })).rejects.toThrow();
  await expect(TEXTS.write(database, { ...TEXTS.harmless, number: 'x'.repeat(65) })).rejects.toThrow();
  await expect(TEXTS.write(database, { ...TEXTS.harmless, description: 'a\u0000b' })).rejects.toThrow();
  await expect(
    database.admin(`update inventory.item set description = U&'\\D800' where sku = 'COF-1KG'`),
  ).rejects.toThrow();
  expect(stage.faults).toEqual([]);
});
