import { CLIENTS, openStage, readResource, testDatabase, type ClientKind } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { issueDaily, PLANNER } from '../store/planner.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PLANNER);
await issueDaily(database, 'COF-1KG', [10, 10]);

const read = (uri = 'inventory://low-stock', person = 'wes', kind?: ClientKind) =>
  readResource(stage, person, uri, kind);

test.each(CLIENTS)('%s: the lines of list_low_stock, word for word', async (kind) => {
  const { as_of: _at, ...shown } = await read('inventory://low-stock', 'wes', kind);
  const listed = await stage.call('wes', 'list_low_stock', {});
  expect(listed).toMatchObject({ structured: shown });
  expect(shown).toMatchObject({ total: 3, items: [{ sku: 'TEA-ASM' }, { sku: 'PKG-BAG1' }, { sku: 'COF-1KG' }] });
});

test('a long list is cut at 50 lines, and the total says so', async () => {
  await database.admin(`insert into inventory.item (tenant_id, sku, description, unit, reorder_point)
    select 'acme', 'S-' || lpad(n::text, 4, '0'), 'x', 'EA', 10 from generate_series(1, 120) n`);
  await database.admin(`insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
    select 'acme', 'BER-1', 'S-' || lpad(n::text, 4, '0'), 1, now() from generate_series(1, 120) n`);
  const { items, total } = await read();
  expect(items).toHaveLength(50);
  expect(total).toBe(123);
});

test.each([
  ['mara', 'inventory://low-stock/', 'there is no resource'],
  ['mara', 'inventory://low-stock/COF-1KG', 'there is no resource'],
  ['olga', 'inventory://low-stock', 'your role does not grant inventory:read'],
])('%s reading %s is refused', async (person, uri, said) => {
  await expect(read(uri, person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
