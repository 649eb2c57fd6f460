import { Sku } from '@supercargo/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skuOf, supplierIdOf } from './identity.ts';

test('an id is the name in readable words and part of its hash, the same in every version of the file', () => {
  expect(skuOf('Lamivudine 150mg, tablets, 60 Tabs')).toBe('LAMIVUDINE-150MG-TABLETS-60-TABS-8FA681EAAE');
  expect(supplierIdOf('Abbott GmbH & Co. KG')).toBe('ABBOTT-GMBH-CO-KG-FE008DB61C');
});

test('names that differ in what the words leave out do not share an id', () => {
  const names = ['Test (A)', 'Test [A]', 'test A', 'Tést A', 'Test A', 'Test A '];
  expect(new Set(names.map(skuOf)).size).toBe(names.length);
});

test('the same name in another Unicode normalisation is the same name', () => {
  expect(skuOf('Tést'.normalize('NFD'))).toBe(skuOf('Tést'.normalize('NFC')));
});

test('whatever a description holds, its SKU is one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }), (name) => {
      expect(Sku.safeParse(skuOf(name)).success).toBe(true);
      expect(supplierIdOf(name).length).toBeLessThanOrEqual(64);
    }),
  );
});
