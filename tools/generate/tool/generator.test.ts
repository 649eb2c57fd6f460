import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { expect, test } from 'vitest';
import generate from './generator.ts';
import type { Options } from './names.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const READ: Options = {
  ...{ name: 'list_places', server: 'inventory', effect: 'read', table: 'warehouse' },
  ...{ scope: 'inventory:read', title: 'List places' },
};
const WRITE: Options = { ...READ, name: 'set_lead_time', effect: 'write', table: 'item', column: 'lead_time_days' };

/** This checkout's own files, as far as a generator reads or edits them. */
function checkout(): Tree {
  const tree = createTree();
  const migrations = readdirSync(join(root, 'prisma', 'migrations')).map((file) => `prisma/migrations/${file}`);
  const source = 'apps/inventory/src';
  const fixtures = [source, `${source}/store`].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((file) => (file.endsWith('.fixture.ts') ? [`${folder}/${file}`] : [])),
  );
  for (const path of [
    ...migrations,
    ...fixtures,
    ...[`${source}/server.ts`, `${source}/roles.ts`, `${source}/tools/get-stock.ts`],
    ...['prisma/schema/inventory.prisma', 'prisma/access/areas/inventory.ts'],
  ]) {
    tree.write(path, readFileSync(join(root, path)));
  }
  // The formatter asks the tree for its settings under this name.
  tree.write('.prettierrc', readFileSync(join(root, '.prettierrc.json')));
  return tree;
}

test('a read is its file, its store, its test, and a line in each list', async () => {
  const tree = checkout();
  await generate(tree, READ);
  const text = (path: string): string => tree.read(`apps/inventory/src/${path}`, 'utf8') ?? '';
  for (const path of ['tools/list-places.ts', 'tools/list-places.test.ts', 'store/list-places.ts']) {
    expect(text(path), path).toContain('list_places');
  }
  expect(text('server.ts').match(/\blistPlaces\b/g)).toHaveLength(2);
  expect(text('inventory.fixture.ts')).toContain('list_places: async () => ({ limit: 2 })');
});

test('a write has a guarded effect, the right to call it, and facts that break its guard', async () => {
  const tree = checkout();
  await generate(tree, WRITE);
  const effect = tree.read('apps/inventory/src/store/effects/set_lead_time.sql', 'utf8') ?? '';
  const order = [
    'approval.open(',
    'is distinct from plan',
    'approval.invalidate(',
    'approval.consume(',
    'update inventory.item',
  ];
  expect(order.map((part) => effect.indexOf(part)).toSorted((a, b) => a - b)).toEqual(
    order.map((part) => effect.indexOf(part)),
  );
  expect(tree.read('prisma/access/areas/inventory.ts', 'utf8')).toContain("'inventory.set_lead_time(uuid)'");
  const changed = tree.listChanges().map(({ content }) => content?.toString('utf8') ?? '');
  expect(changed.filter((text) => text.includes('set_lead_time: SET_LEAD_TIME.good'))).toHaveLength(1);
  expect(changed.filter((text) => text.includes('set_lead_time: SET_LEAD_TIME.facts'))).toHaveLength(1);
  // The bounds are those that the database itself has.
  expect(tree.read('apps/inventory/src/tools/set-lead-time.ts', 'utf8')).toContain('.min(0).max(3650)');
});

test.each<[string, Partial<Options>, string]>([
  ['an unknown server', { server: 'logistics' }, 'there is no server logistics; there are inventory'],
  ['a name of one word', { name: 'places' }, 'places is no name of a tool: small letters, a verb and'],
  ['a name with a capital', { name: 'list_Places' }, 'list_Places is no name of a tool'],
  ['a name that leads out of the folder', { name: '../list_places' }, 'is no name of a tool'],
  ['a tool that is there', { name: 'get_stock' }, 'the tool get_stock exists: apps/inventory/src/tools/get-stock.ts'],
  [
    'a scope that no role grants',
    { scope: 'inventory:everything' },
    'no role grants inventory:everything: grant it in',
  ],
  ['a title that would end its string', { title: "List'places" }, 'a title is 3 to 60 letters'],
  ['an unknown table', { table: 'places' }, 'has no table places; tables with a key of one are'],
  ['a table whose key has several columns', { table: 'stock' }, 'the key of stock has several columns'],
  ['a write without a column', { ...WRITE, column: '' }, 'Columns that are: description, lead_time_days'],
  ['a write of a key', { ...WRITE, column: 'sku' }, 'sku of item is not set by a generated tool'],
  ['a write of money', { ...WRITE, column: 'price_minor' }, 'price_minor of item is not set by a generated tool'],
  ['a write of a reference', { ...WRITE, column: 'supplier_id' }, 'supplier_id of item is not set by a generated tool'],
  ['a write that the database binds in a way of its own', { ...WRITE, column: 'unit' }, 'unit of item is not set'],
])('refuses %s, says what is accepted and writes nothing', async (_what, change, said) => {
  const tree = checkout();
  const before = tree.listChanges().length;
  await expect(generate(tree, { ...READ, ...change })).rejects.toThrow(said);
  expect(tree.listChanges()).toHaveLength(before);
});
