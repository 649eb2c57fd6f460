import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CanonicalFault, canonicalText, type CanonicalValue } from './canonical.ts';
import { canonicalValues } from './canonical-values.fixture.ts';

const values = canonicalValues(fc);

test('canonical text is JSON that reads back as the value it was made of', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.parse(canonicalText(value))).toEqual(value);
    }),
  );
});

test('the order in which members were written does not show', () => {
  const backwards = (value: CanonicalValue | undefined): CanonicalValue => {
    if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
    if (Array.isArray(value)) return (value as readonly CanonicalValue[]).map(backwards);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, backwards(member)]),
    );
  };
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalText(backwards(value))).toBe(canonicalText(value));
    }),
  );
});

test.each<readonly [string, CanonicalValue, string]>([
  [
    'members by UTF-16 code units (RFC 8785 §3.2.3)',
    { '\u20ac': 1, '\r': 2, '\uff21': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 },
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\uff21":3}',
  ],
  [
    'control characters by their short names or four digits',
    '\u0000\b\t\n\f\r\u001f"\\/\u007f',
    '"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/\u007f"',
  ],
  [
    'no spaces, whole numbers, nothing for what is undefined',
    { b: [1, -0, null, true], a: undefined },
    '{"b":[1,0,null,true]}',
  ],
])('writes %s', (_, value, text) => {
  expect(canonicalText(value)).toBe(text);
});

test('two spellings of one text are one: composed and decomposed, in values and in names', () => {
  expect(canonicalText({ 'cafe\u0301': 'e\u0301' })).toBe(canonicalText({ 'caf\u00e9': '\u00e9' }));
});

test('a mark after a line break stays a mark: normalization does not reach into the escapes of JSON', () => {
  for (const text of ['\n\u0303', '\t\u030c', '\b\u0307', '\f\u0307', '\r\u0301', '\u001e\u0301', '\u000a\u0301']) {
    expect(JSON.parse(canonicalText(text))).toBe(text.normalize('NFC'));
    expect(JSON.parse(canonicalText({ [text]: [text] }))).toEqual({ [text]: [text] });
  }
});

test.each<readonly [string, CanonicalValue]>([
  ['a fraction', 0.5],
  ['a number that loses precision', 2 ** 53],
  ['no number', Number.NaN],
  ['an endless number', { a: [Number.POSITIVE_INFINITY] }],
  ['half of a pair', '\ud800'],
  ['half of a pair in a name', { '\udc00': 1 }],
  ['two spellings of one name', { '\u00e9': 1, 'e\u0301': 2 }],
  ['nothing', undefined as unknown as CanonicalValue],
])('refuses %s', (_, value) => {
  expect(() => canonicalText(value)).toThrow(CanonicalFault);
});
