import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionFault } from './assert.ts';
import {
  CurrencyCode,
  WireMoney,
  decimal,
  minorDigits,
  parseDecimal,
  spoken,
  times,
  toWire,
  type Money,
} from './money.ts';

const money = fc.record({
  minor: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CHF'),
});

test('an amount survives its decimal text, to the last minor unit', () => {
  fc.assert(
    fc.property(money, (amount) => {
      expect(parseDecimal(decimal(amount), amount.currency)).toEqual(amount);
      expect(WireMoney.parse(toWire(amount))).toEqual(toWire(amount));
    }),
  );
});

test('the text has all the minor digits of its currency, and no float ever had a part in it', () => {
  fc.assert(
    fc.property(money, (amount) => {
      expect((decimal(amount).split('.')[1] ?? '').length).toBe(minorDigits(amount.currency));
    }),
  );
  // Neighbours that are one number to a float.
  expect(decimal({ minor: 900_719_925_474_099_301n, currency: 'EUR' })).toBe('9007199254740993.01');
  expect(parseDecimal('9007199254740993.01', 'EUR')).toEqual({ minor: 900_719_925_474_099_301n, currency: 'EUR' });
  expect(times({ minor: 10n, currency: 'EUR' }, 3n)).toEqual({ minor: 30n, currency: 'EUR' });
});

test.each<[bigint, string, string, string]>([
  [0n, 'EUR', '0.00', '0.00 EUR'],
  [5n, 'EUR', '0.05', '0.05 EUR'],
  [-5n, 'EUR', '-0.05', '-0.05 EUR'],
  [1_250n, 'EUR', '12.50', '12.50 EUR'],
  [125_000_000n, 'EUR', '1250000.00', '1,250,000.00 EUR'],
  [-125_000n, 'EUR', '-1250.00', '-1,250.00 EUR'],
  [1_250n, 'JPY', '1250', '1,250 JPY'],
  [1_250n, 'KWD', '1.250', '1.250 KWD'],
  [162_758_445_729n, 'USD', '1627584457.29', '1,627,584,457.29 USD'],
])('%i minor units of %s are %s, said %s', (minor, currency, written, said) => {
  expect(decimal({ minor, currency })).toBe(written);
  expect(spoken({ minor, currency })).toBe(said);
});

test.each([
  '',
  ' ',
  '1,5',
  '1.',
  '.5',
  '+1',
  '1e3',
  '0x10',
  '1 000',
  '--1',
  'NaN',
  'Infinity',
  '١٢',
  '1.005',
  '1'.repeat(19),
])('does not read %j as an amount', (text) => {
  expect(parseDecimal(text, 'EUR')).toBeUndefined();
});

test('zeros beyond the minor digits are nothing, other digits are too much', () => {
  expect(parseDecimal('12.5000', 'EUR')).toEqual({ minor: 1_250n, currency: 'EUR' });
  expect(parseDecimal('12.0', 'JPY')).toEqual({ minor: 12n, currency: 'JPY' });
  expect(parseDecimal('12.5', 'JPY')).toBeUndefined();
});

test.each(['EURO', 'eur', 'XXQ', '', 'constructor', '__proto__'])('%j is no currency', (code) => {
  expect(CurrencyCode.safeParse(code).success).toBe(false);
  expect(() => decimal({ minor: 1n, currency: code })).toThrow(AssertionFault);
});

test.each<Partial<Record<keyof WireMoney, unknown>>>([
  { amount: 12.5, currency: 'EUR' },
  { amount: '12,50', currency: 'EUR' },
  { amount: '1e3', currency: 'EUR' },
  { amount: '12.50' },
])('%j is no amount on the wire', (wire) => {
  expect(WireMoney.safeParse(wire).success).toBe(false);
});

test('an amount is never a number', () => {
  const amount: Money = times({ minor: 1n, currency: 'EUR' }, 10n ** 18n);
  expect(amount.minor).toBeTypeOf('bigint');
  expect(decimal(amount)).toBe('10000000000000000.00');
});

test.each([
  ['EUR', 2],
  ['HUF', 2],
  ['IDR', 2],
  ['PKR', 2],
  ['COP', 2],
  ['IQD', 3],
  ['KWD', 3],
  ['JPY', 0],
  ['CLP', 0],
])('the minor unit of %s has %i digits, as ISO 4217 has it', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits);
});
