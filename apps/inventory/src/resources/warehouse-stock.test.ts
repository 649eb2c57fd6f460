import { CLIENTS, openStage, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from '../inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);

test.each(CLIENTS)('%s: what is recorded in one warehouse, by SKU', async (kind) => {
  const client = await stage.client('wes', kind);
  const read = JSON.parse(await client.readResource('inventory://warehouse/RTM-1/stock')) as Record<string, unknown>;
  expect(read).toMatchObject({
    ...{ warehouse: 'RTM-1', warehouse_name: 'Rotterdam Maasvlakte', country: 'NL', total: 2, more: null },
    stock: [
      { sku: 'COF-1KG', on_hand: { value: 18, unit: 'EA' }, allocated: { value: 0, unit: 'EA' }, available: 18 },
      { sku: 'TEA-ASM', on_hand: { value: 75, unit: 'EA' }, allocated: { value: 75, unit: 'EA' }, available: 0 },
    ],
  });
  await client.close();
  expect((await recordsOf(database, 'acme', 'call')).at(-1)).toMatchObject({
    method: 'resources/read',
    outcome: 'answered',
    person: 'wes',
  });
});

test('a long warehouse is cut at 100 lines, and the total and where the rest is say so', async () => {
  await database.admin(`insert into inventory.warehouse (tenant_id, id, name) values ('acme', 'BIG-1', 'Big')`);
  await database.admin(`insert into inventory.item (tenant_id, sku, description, unit)
    select 'acme', 'S-' || lpad(n::text, 4, '0'), 'x', 'EA' from generate_series(1, 501) n`);
  await database.admin(`insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, recorded_at)
    select 'acme', 'BIG-1', 'S-' || lpad(n::text, 4, '0'), n, now() from generate_series(1, 501) n`);
  const client = await stage.client('mara', '2026-07-28');
  const read = JSON.parse(await client.readResource('inventory://warehouse/BIG-1/stock')) as {
    stock: unknown[];
    total: number;
    more: string;
  };
  expect(read.stock).toHaveLength(100);
  expect(read).toMatchObject({ total: 501, more: 'find_items with this warehouse lists them all' });
  await client.close();
});

test.each([
  ['olga', 'inventory://warehouse/HAM-1/stock', 'insufficient_scope', 'your role does not grant inventory:read'],
  ['stranger', 'inventory://warehouse/HAM-1/stock', 'inactive', 'you are not an active person'],
  ['mara', 'inventory://warehouse/BER-9/stock', 'unknown_warehouse', 'accepted: '],
  ['mara', 'inventory://warehouse/../globex/stock', 'unknown_resource', 'there is no resource'],
  ['mara', 'postgres://supercargo', 'unknown_resource', 'there is no resource'],
])('%s reading %s is refused with %s, and the refusal is recorded', async (person, uri, code, said) => {
  const client = await stage.client(person, '2026-07-28');
  await expect(client.readResource(uri)).rejects.toThrow(said);
  await client.close();
  expect((await recordsOf(database, 'acme', 'call')).at(-1)).toMatchObject({ outcome: 'refused', code, person });
});

test('a stopped resource is refused', async () => {
  await database.admin(
    "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'tool', 'warehouse_stock', 'x', 'ada')",
  );
  const client = await stage.client('mara', '2025-11-25');
  await expect(client.readResource('inventory://warehouse/HAM-1/stock')).rejects.toThrow(
    'an administrator stopped this tool',
  );
  await client.close();
  expect(stage.faults).toEqual([]);
});
