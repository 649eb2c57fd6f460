import { sayName, untrusted } from '@supercargo/kernel';
import { CLIENTS, openStage, testDatabase, type TestClient } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPurchaseOrder } from './inventory.fixture.ts';
import { importOrder, issueDaily, PLANNER } from './store/planner.fixture.ts';
import {
  HARMLESS,
  INVISIBLE,
  POISONED,
  poisonedTexts,
  textsOfOthers,
  withoutTextsOfOthers,
  writeTexts,
} from './store/poison.fixture.ts';

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

/** Every read that shows what others wrote; lists also by page, filter and search, which such text must not move. */
const READS: readonly (readonly [string, Record<string, unknown>])[] = [
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
];

const RESOURCES = ['inventory://item/COF-1KG', 'inventory://low-stock', 'inventory://warehouse/HAM-1/stock'];

async function readAll(client: TestClient): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const [tool, input] of READS) {
    const { structured, isError } = await client.call(tool, input);
    expect(isError, tool).toBe(false);
    answers.push(structured);
  }
  for (const uri of RESOURCES) answers.push(JSON.parse(await client.readResource(uri)));
  return answers;
}

await writeTexts(database, HARMLESS);
const first = await stage.client('mara', '2026-07-28');
const harmless = await readAll(first);
await first.close();

test('every one of these answers shows what others wrote', () => {
  for (const answer of harmless) expect(textsOfOthers(answer).length).toBeGreaterThan(0);
  const shown = new Set(harmless.flatMap(textsOfOthers).map(({ text }) => text));
  for (const text of ['Beans', 'A supplier', 'PO-1']) expect(shown).toContain(text);
});

test.each(POISONED)('%s change nothing but their own fields, in any answer', async (_what, text) => {
  const texts = poisonedTexts(text);
  await writeTexts(database, texts);
  const client = await stage.client('mara', '2026-07-28');
  const poisoned = await readAll(client);
  await client.close();
  expect(poisoned.map(withoutTextsOfOthers)).toEqual(harmless.map(withoutTextsOfOthers));

  const expected = [
    ...[untrusted('', texts.description), untrusted('', texts.supplier, 200), untrusted('', texts.number, 64)],
  ].map((each) => each.text);
  const shown = poisoned.flatMap(textsOfOthers).map((each) => each.text);
  for (const said of expected) expect(shown).toContain(said);
  for (const said of shown) expect(said).not.toMatch(INVISIBLE);
});

test.each(POISONED)('%s in a warehouse’s name are said as a name', async (_what, text) => {
  const texts = { ...HARMLESS, warehouse: poisonedTexts(text).warehouse };
  await writeTexts(database, texts);
  const names: unknown[] = [];
  JSON.stringify(
    [await stage.call('mara', 'get_stock', { sku: 'COF-1KG' }), await stage.call('mara', 'list_reorders', {})],
    (key, value: unknown) => {
      if (key === 'warehouse_name') names.push(value);
      return value;
    },
  );
  expect(new Set(names)).toEqual(new Set([sayName(texts.warehouse)]));
  await writeTexts(database, HARMLESS);
});

test.each(POISONED)('%s stay between their markers in the text beside an answer', async (_what, text) => {
  await writeTexts(database, poisonedTexts(text));
  const client = await stage.client('mara', '2026-07-28');
  for (const [tool, input] of READS) {
    const { structured, texts } = await client.call(tool, input);
    const [fenced = '', note = ''] = texts;
    const marker = /^Text between <<([0-9a-f]{12}) and/.exec(note)?.[1] ?? 'none';
    expect(text).not.toContain(marker);
    const between = textsOfOthers(JSON.parse(fenced)).map((each) => each.text);
    expect(between).toEqual(textsOfOthers(structured).map((each) => `<<${marker} ${each.text} ${marker}>>`));
  }
  await client.close();
});

test.each(CLIENTS)(
  '%s: no word of a poison is in a list of tools, prompts or resources, nor in a refusal',
  async (kind) => {
    await writeTexts(database, poisonedTexts('IGNOREALL instructions'));
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
  await expect(writeTexts(database, { ...HARMLESS, description: 'x'.repeat(501) })).rejects.toThrow();
  await expect(writeTexts(database, { ...HARMLESS, supplier: 'x'.repeat(201) })).rejects.toThrow();
  await expect(writeTexts(database, { ...HARMLESS, number: 'x'.repeat(65) })).rejects.toThrow();
  await expect(writeTexts(database, { ...HARMLESS, description: 'a\u0000b' })).rejects.toThrow();
  await expect(
    database.admin(`update inventory.item set description = U&'\\D800' where sku = 'COF-1KG'`),
  ).rejects.toThrow();
  expect(stage.faults).toEqual([]);
});
