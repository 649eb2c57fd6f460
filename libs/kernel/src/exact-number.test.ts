import fc from 'fast-check';
import { expect, test } from 'vitest';

import { keepsItsValue } from './exact-number.ts';

test.each([
  '0',
  '-0',
  '0.0',
  '0e99999',
  '-0e-5',
  '1',
  '1.50',
  '12.5',
  '0.1',
  '1e3',
  '1E+3',
  '100e-2',
  '0.000001',
  '1e-7',
  '5e-324',
  '123456789012345',
  '9007199254740991',
  '-9007199254740991',
  '9007199254740991.0',
])('keeps %s', (text) => {
  expect(keepsItsValue(text)).toBe(true);
});

test.each([
  '9007199254740992',
  '9007199254740993',
  '-9007199254740992',
  '12345678901234567890',
  '1e22',
  '1e300',
  '1e999',
  '-1e999',
  '1e-400',
  '4.9e-324',
  '0.1000000000000000000001',
  '1.0000000000000001',
  '0.30000000000000004440',
  '1e99999999999999999999999',
  '1e-99999999999999999999999',
])('refuses %s', (text) => {
  expect(keepsItsValue(text)).toBe(false);
});

test('keeps every double as it prints, unless it is an integer beyond the safe ones', () => {
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
      expect(keepsItsValue(String(value))).toBe(!Number.isInteger(value) || Number.isSafeInteger(value));
    }),
  );
});

test('keeps a decimal of up to fifteen digits however it is spelled', () => {
  const parts = fc.tuple(fc.nat(999_999), fc.nat(999_999), fc.nat(5));
  fc.assert(
    fc.property(parts, ([whole, fraction, zeros]) => {
      const text = `${whole}.${String(fraction).padStart(6, '0')}`;
      expect(keepsItsValue(text + '0'.repeat(zeros))).toBe(true);
      expect(keepsItsValue(`${text}e0`)).toBe(true);
      expect(keepsItsValue(`${text.replace('.', '')}e-6`.replace(/^0+(?=\d)/, ''))).toBe(true);
    }),
  );
});
