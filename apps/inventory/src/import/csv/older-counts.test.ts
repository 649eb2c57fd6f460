import { sentence, spokenCounts } from '@supercargo/imports';
import { csvImports, csvOf, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { booksOf } from '../staging/store/books.fixture.ts';
import { INVENTORY_CSV, LINES } from './csv-file.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, INVENTORY_CSV);
afterAll(csv.remove);

const COUNT = LINES.stock;

test('a count that is older than what is recorded is passed over and counted, whatever it says', async () => {
  await csv.fill('older', 'stock');
  // As adjust_stock and transfer_stock leave it.
  await database.admin(
    `update inventory.stock set on_hand = 255, recorded_at = '2026-11-20T08:00:00.000001Z' where tenant_id = 'older'`,
  );
  const before = await booksOf(database, 'older');
  for (const line of [COUNT, { ...COUNT, on_hand: '9', recorded_at: '2026-11-20T08:00:00Z' }]) {
    const result = await csv.import('older', 'stock', csvOf([line]));
    expect(result).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 0, older: 1 } } });
    expect(await booksOf(database, 'older')).toEqual(before);
  }
  const [entry] = await database.admin<{ record: string }>(
    `select record from audit.entry where tenant_id = 'older' order by at desc limit 1`,
  );
  expect(JSON.parse(entry?.record ?? '')).toMatchObject({ rows: { stock: { changed: 0, older: 1 } } });
});

test("yesterday's file again undoes nothing of today's", async () => {
  await csv.fill('days', 'stock');
  await csv.import('days', 'stock', csvOf([{ ...COUNT, on_hand: '250', recorded_at: '2026-11-21' }]));
  const before = await booksOf(database, 'days');
  const again = await csv.import('days', 'stock', csvOf([COUNT]));
  expect(again).toMatchObject({ ok: true, value: { rows: { changed: 0, older: 1 } } });
  expect(await booksOf(database, 'days')).toEqual(before);
});

test('a count of the same instant with other values is written, a later one as well', async () => {
  await csv.fill('newer', 'stock');
  for (const line of [
    { ...COUNT, on_hand: '261' },
    { ...COUNT, recorded_at: '2026-11-20T00:00:00.001Z' },
  ]) {
    const result = await csv.import('newer', 'stock', csvOf([line]));
    expect(result).toMatchObject({ ok: true, value: { rows: { changed: 1, unchanged: 0, older: 0 } } });
  }
});

test('a count from the future is refused, for nothing later would be older than it', async () => {
  await csv.fill('future', 'items');
  const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  const result = await csv.import('future', 'stock', csvOf([{ ...COUNT, recorded_at: at(25) }]));
  expect(result).toMatchObject({ refusal: { code: 'value', line: 2, column: 'recorded_at' } });
  if (result.ok || typeof result.refusal === 'string') throw new Error('taken');
  expect(sentence(result.refusal)).toMatch(/line 2, column "recorded_at": .+ one day .+ is accepted$/);
  // Clocks and time zones differ by less.
  const near = await csv.import('future', 'stock', csvOf([{ ...COUNT, recorded_at: at(23) }]));
  expect(near).toMatchObject({ ok: true });
});

test('the report says how many are older', () => {
  expect(spokenCounts({ added: 0, changed: 1, unchanged: 2, older: 3 }, false)).toBe(
    '0 added, 1 changed, 2 already there, 3 older than what is recorded',
  );
  expect(spokenCounts({ added: 0, changed: 1, unchanged: 2, older: 0 }, false)).not.toContain('older');
});
