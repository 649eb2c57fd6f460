import { expect, test } from 'vitest';
import { tableNamed, type ServerTable } from './csv-tables.ts';

const TABLES: readonly ServerTable[] = [
  { server: 'inventory', table: 'items' },
  { server: 'inventory', table: 'lines' },
  { server: 'orders', table: 'lines' },
];

test('a table is known by its name, and with its server', () => {
  expect(tableNamed('items', TABLES)).toEqual({ server: 'inventory', table: 'items' });
  expect(tableNamed('inventory.items', TABLES)).toEqual({ server: 'inventory', table: 'items' });
  expect(tableNamed('orders.lines', TABLES)).toEqual({ server: 'orders', table: 'lines' });
});

test.each([
  ['lines', 'more than one server has a table lines: say inventory.lines or orders.lines'],
  ['itmes', 'there is no table "itmes"; is it items? there are items, inventory.lines, orders.lines'],
  ['orders.items', 'there is no table "orders.items"'],
  ['constructor', 'there is no table "constructor"; there are items'],
  ['', 'there is no table ""; there are items'],
])('%j is refused with what is accepted', (said, sentence) => {
  expect(() => tableNamed(said, TABLES)).toThrow(sentence);
});
