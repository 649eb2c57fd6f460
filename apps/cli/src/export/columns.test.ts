import { expect, test } from 'vitest';
import { cellsOf, columnsOf } from './columns.ts';
import { Schema } from './schema.ts';

const untrusted = { type: 'object', properties: { origin: { type: 'string' }, text: { type: 'string' } } };
const row = Schema.parse({
  type: 'object',
  properties: {
    sku: { type: 'string' },
    description: untrusted,
    price: {
      anyOf: [
        { type: 'object', properties: { amount: { type: 'string' }, currency: { type: 'string' } } },
        { type: 'null' },
      ],
    },
    supplier: {
      anyOf: [{ type: 'object', properties: { id: { type: 'string' }, name: untrusted } }, { type: 'null' }],
    },
    on_hand: { type: ['integer', 'null'] },
    warehouses: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
  },
});

test('columns follow the schema, whatever a row holds', () => {
  expect(columnsOf(row).map(({ name }) => name)).toStrictEqual([
    ...['sku', 'description.text', 'price.amount', 'price.currency', 'supplier.id', 'supplier.name.text'],
    ...['on_hand', 'warehouses'],
  ]);
});

test('what is absent is an empty cell in its own column, not a shifted row', () => {
  const columns = columnsOf(row);
  const absent = { sku: 'A', description: { origin: 'x', text: 'b' }, price: null, supplier: null, on_hand: null };
  expect(cellsOf(absent, columns)).toStrictEqual(['A', 'b', null, null, null, null, null, null]);
  expect(cellsOf({ ...absent, on_hand: 0, warehouses: [{ id: 'HAM-1' }] }, columns)).toStrictEqual([
    ...['A', 'b', null, null, null, null, 0],
    '[{"id":"HAM-1"}]',
  ]);
  expect(cellsOf('no row', columns).every((cell) => cell === null)).toBe(true);
});
