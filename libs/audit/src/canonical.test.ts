import { testDatabase } from '@supercargo/testing';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CanonicalFault, canonicalText, type CanonicalValue } from './canonical.ts';

const database = await testDatabase();
const values = canonicalValues();

/**
 * Values of canonical text, nested, with strings of every plane and of control characters, in NFC. Names stay below the surrogates:
 * beyond them the order of UTF-16 code units, which RFC 8785 asks for, is not the order of code points, which PostgreSQL has.
 */
function canonicalValues(): fc.Arbitrary<CanonicalValue> {
  const anyText = fc
    .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), controlText())
    .map((text) => text.normalize('NFC'));
  const name = fc
    .oneof(
      fc.string({ unit: fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCharCode(code)) }),
      controlText(),
    )
    .map((text) => text.normalize('NFC'));
  const { value } = fc.letrec<{ value: CanonicalValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      anyText,
      fc.integer(),
      fc.maxSafeInteger().map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(name, tie('value'), { maxKeys: 5 }).map((members) => ({ ...members })),
    ),
  }));
  return value;
}

function controlText(): fc.Arbitrary<string> {
  return fc.string({
    unit: fc.constantFrom(
      '\n',
      '\r',
      '\t',
      '\b',
      '\f',
      '\u0001',
      '\u001e',
      '"',
      '\\',
      '/',
      '\u0301',
      '\u030c',
      'e',
      '\u2028',
    ),
  });
}

test('canonical text is JSON that reads back as the value it was made of', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.parse(canonicalText(value))).toEqual(value);
    }),
  );
});

test('it is the text that another implementation of RFC 8785 writes', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalText(value)).toBe(canonicalize(value));
    }),
    { numRuns: 1_000 },
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

/** Null characters are the one thing of JSON that jsonb cannot hold: a record or plan with one is refused. */
const holdable = (value: CanonicalValue): boolean => !JSON.stringify(value).includes('\\u0000');

async function ofDatabase(written: readonly CanonicalValue[]): Promise<readonly (string | null)[]> {
  const rows = await database.admin<{ text: string }>(
    'select audit.canonical(v) as text from jsonb_array_elements($1::jsonb) with ordinality as e (v, n) order by n',
    [JSON.stringify(written)],
  );
  return rows.map(({ text }) => text);
}

test('the database and the program write the same canonical text', async () => {
  const sample = fc.sample(values.filter(holdable), { numRuns: 2_000, seed: 20_240_229 });
  expect(await ofDatabase(sample)).toEqual(sample.map(canonicalText));
  await fc.assert(
    fc.asyncProperty(fc.array(values.filter(holdable), { maxLength: 20 }), async (some) => {
      expect(await ofDatabase(some)).toEqual(some.map(canonicalText));
    }),
    { numRuns: 50 },
  );
});

test.each<readonly [string, CanonicalValue]>([
  ['an empty object and an empty list', { a: {}, b: [] }],
  ['members whose names sort by code, not by a language', { Z: 1, a: 2, Ä: 3, ä: 4, _: 5, '10': 6, '9': 7 }],
  ['control characters', '\u0001\b\t\n\f\r\u001f\u007f"\\/'],
  ['what looks like an escape', '\\n \\u0041'],
  ['the largest whole numbers', [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0]],
  ['text outside the first plane', { '\ud7ff': '\u{1f69a}\u{10ffff}' }],
])('so does it of %s', async (_, value) => {
  expect(await ofDatabase([value])).toEqual([canonicalText(value)]);
});
