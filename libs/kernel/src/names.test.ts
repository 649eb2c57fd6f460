import { expect, test } from 'vitest';
import { PersonId, Sku, TenantId, WarehouseId } from './names.ts';
import { Quantity } from './quantity.ts';

test.each(['acme', 'tenant-2', 'ab'])('%j is a tenant', (id) => {
  expect(TenantId.safeParse(id).success).toBe(true);
});

test.each(['', 'a', 'Acme', '-acme', '1acme', "a'; drop", 'a_b', 'a'.repeat(33), 'acme\n', 'аcme'])(
  '%j is no tenant',
  (id) => {
    expect(TenantId.safeParse(id).success).toBe(false);
  },
);

test.each(['', 'Mara', 'mara@acme', '../mara', 'mara\n', 'a'.repeat(65)])('%j is no person', (id) => {
  expect(PersonId.safeParse(id).success).toBe(false);
});

test.each(['COF-1KG', '7', 'a/b_c.d'])('%j is a SKU', (sku) => {
  expect(Sku.safeParse(sku).success).toBe(true);
});

test.each(['', ' COF', 'COF 1', '-COF', 'COF\u0000', 'COF\n', 'ＣＯＦ', 'a'.repeat(65), '<b>'])(
  '%j is no SKU',
  (sku) => {
    expect(Sku.safeParse(sku).success).toBe(false);
  },
);

test.each(['', '/HAM', 'HAM/1', 'HAM\n', 'a'.repeat(33)])('%j is no warehouse', (id) => {
  expect(WarehouseId.safeParse(id).success).toBe(false);
});

test.each([
  { value: 1.5, unit: 'EA' },
  { value: -1, unit: 'EA' },
  { value: 1, unit: 'ea' },
  { value: 1, unit: 'EACH' },
  { value: 2 ** 53, unit: 'EA' },
  { value: 1 },
  { value: 1, unit: 'EA', more: 1 },
])('%j is no quantity', (quantity) => {
  expect(Quantity.safeParse(quantity).success).toBe(false);
});
