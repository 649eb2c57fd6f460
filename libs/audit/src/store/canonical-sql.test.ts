import { testDatabase } from '@supercargo/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalValues } from '../canonical-values.fixture.ts';
import { canonicalText, type CanonicalValue } from '../canonical.ts';

const database = await testDatabase();

/** Null characters are the one thing of JSON that jsonb cannot hold: a record or plan with one is refused. */
const holdable = (value: CanonicalValue): boolean => !JSON.stringify(value).includes('\\u0000');

async function ofDatabase(values: readonly CanonicalValue[]): Promise<readonly (string | null)[]> {
  const rows = await database.admin<{ text: string }>(
    'select audit.canonical(v) as text from jsonb_array_elements($1::jsonb) with ordinality as e (v, n) order by n',
    [JSON.stringify(values)],
  );
  return rows.map(({ text }) => text);
}

test('the database and the program write the same canonical text', async () => {
  const values = fc.sample(canonicalValues(fc).filter(holdable), { numRuns: 2_000, seed: 20_240_229 });
  expect(await ofDatabase(values)).toEqual(values.map(canonicalText));
  await fc.assert(
    fc.asyncProperty(fc.array(canonicalValues(fc).filter(holdable), { maxLength: 20 }), async (some) => {
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
])('of %s too', async (_, value) => {
  expect(await ofDatabase([value])).toEqual([canonicalText(value)]);
});
