import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { importInto } from './import-command.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer', { connectionsMax: 1 });
await foundTenant(database);

const orders = async (): Promise<unknown> =>
  (await database.admin("select count(*)::int as n from orders.sales_order where tenant_id = 'acme'"))[0];

test('import demo loads the company, once, and says the columns of its tables', async () => {
  expect(await importInto(door, ['demo', 'acme', '--core'])).toBe(0);
  expect(await orders()).toEqual({ n: 7 });
  expect(await importInto(door, ['demo', 'acme', '--core'])).toBe(0);
  expect(await orders()).toEqual({ n: 7 });
  for (const table of ['customers', 'orders', 'order_lines']) {
    expect(await importInto(door, ['columns', table])).toBe(0);
  }
});

test.each([
  [['demo', 'nobody'], 2],
  [['demo', 'globex'], 1],
  [['columns', 'suppliers'], 2],
  [['csv', 'acme', 'suppliers', '/nowhere.csv'], 2],
  [['csv', 'acme', 'orders', '/nowhere.csv'], 1],
  [['scms', 'acme', '/nowhere.csv'], 1],
])('import %j ends with %d and loads nothing', async (args, code) => {
  const before = await orders();
  expect(await importInto(door, args)).toBe(code);
  expect(await orders()).toEqual(before);
});
