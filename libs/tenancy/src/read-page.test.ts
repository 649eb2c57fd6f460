import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { readPage } from './read-page.ts';

const database = await testDatabase();
const importer = database.door('supercargo_importer');
const acme = await foundTenant(database, { tenant: 'acme' });
const globex = await foundTenant(database, { tenant: 'globex' });

const ADD = {
  name: 'add_suppliers',
  text: "insert into inventory.supplier (tenant_id, id, name) select app.tenant(), id, 'a supplier' from unnest($1::text[]) id",
};
const LIST = {
  page: {
    name: 'suppliers_page',
    text: 'select id from inventory.supplier where id like $1 and ($2::text is null or id > $2) order by id limit $3',
  },
  count: { name: 'suppliers_count', text: 'select count(*) as total from inventory.supplier where id like $1' },
};

beforeAll(async () => {
  await importer.write(acme, (tx) => tx.query(ADD, [['A-1', 'A-2', 'A-3', 'B-1']]));
  await importer.write(globex, (tx) => tx.query(ADD, [['A-4', 'A-5']]));
});

test('a page has its rows alone, and says how many there are of its tenant in all', async () => {
  const page = (after: string | null, limit: number): Promise<unknown> =>
    importer.read(acme, (tx) => readPage(tx, LIST, ['A-%'], [after, limit]));
  expect(await page(null, 2)).toEqual({ rows: [{ id: 'A-1' }, { id: 'A-2' }], total: 3 });
  expect(await page('A-2', 2)).toEqual({ rows: [{ id: 'A-3' }], total: 3 });
});

test('where nothing fits there are no rows, and 0 in all', async () => {
  expect(await importer.read(acme, (tx) => readPage(tx, LIST, ['C-%'], [null, 2]))).toEqual({ rows: [], total: 0 });
});

test('a page that cannot be counted is a fault, and not a total of 0', async () => {
  const count = { name: 'no_count', text: 'select count(*) as total from inventory.nothing where $1 is null' };
  await expect(importer.read(acme, (tx) => readPage(tx, { ...LIST, count }, ['A-%'], [null, 2]))).rejects.toThrow(
    'inventory.nothing',
  );
});
