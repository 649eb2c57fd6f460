import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDecimal, readCents, readPacks } from './amounts.ts';

test.each([
  ['551', 55_100n],
  ['6.2', 620n],
  ['0.97', 97n],
  ['0', 0n],
  ['5951990.4', 595_199_040n],
  ['12.50000', 1_250n],
  ['90071992547409.93', 9_007_199_254_740_993n],
  ['92233720368547758.07', 9_223_372_036_854_775_807n],
])('reads %s as %s cents', (text, cents) => {
  expect(readCents(text)).toBe(cents);
});

test.each([
  ...[
    '',
    ' ',
    '.',
    '5.',
    '.5',
    '-5',
    '-0',
    '+5',
    '5,5',
    '1,234.50',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '12.345',
    '$5',
    '5 USD',
    ' 5',
    '5\n',
    '٥',
  ],
  ...['92233720368547758.08', '99999999999999999999', 'Invoiced Separately', 'Freight Included in Commodity Cost'],
])('does not take %j for an amount', (text) => {
  expect(readCents(text)).toBeUndefined();
});

test('every amount that a bigint keeps is read exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (cents) => {
      const text = cents.toString().padStart(3, '0');
      expect(readCents(`${text.slice(0, -2)}.${text.slice(-2)}`)).toBe(cents);
    }),
  );
});

test('whatever text is given, an amount is whole cents or nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cents = readCents(text);
      if (cents !== undefined) expect(/^\d+(\.\d+)?$/.test(text)).toBe(true);
    }),
  );
});

test.each(['19', '0', '007', '9223372036854775807'])('reads %s as packs', (text) => {
  expect(readPacks(text)).toEqual({ kind: 'packs', packs: BigInt(text) });
});

test.each([
  '-1',
  '−1',
  '1.5',
  '1.0',
  '1,000',
  '.5',
  '-0',
  '1e3',
  '+5',
  '9223372036854775808',
  '99999999999999999999999',
])('knows %s for a number that no delivery has', (text) => {
  expect(readPacks(text)).toEqual({ kind: 'impossible' });
});

test.each(['several', '12 boxes', 'N/A', 'x12'])('does not take %j for a number', (text) => {
  expect(readPacks(text)).toEqual({ kind: 'unreadable' });
});

test.each([
  ['13', true],
  ['0.5', true],
  ['-1', false],
  ['1,5', false],
  ['Weight Captured Separately', false],
])('%j is a decimal: %s', (text, is) => {
  expect(isDecimal(text)).toBe(is);
});
