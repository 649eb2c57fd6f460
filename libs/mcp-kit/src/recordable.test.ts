import { canonicalText } from '@supercargo/audit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordable, recordableJson } from './recordable.ts';

test('what a caller named can always be read again from the canonical text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('\u0000', '\n', '\u0301', '\ud800', 'n', '\\', '"')),
      (text, hard) => {
        const named = recordable(`${text}${hard.join('')}`, 200);
        expect(named.isWellFormed()).toBe(true);
        expect(JSON.parse(canonicalText({ named }))).toEqual({ named: named.normalize('NFC') });
        expect(named).not.toMatch(/\p{Cc}/u);
      },
    ),
  );
});

test('a name is cut, also in the middle of a character', () => {
  expect(recordable('👍👍', 3)).toBe('👍\ufffd');
});

test('arguments keep their shape', () => {
  expect(recordableJson({ a: ['x\u0000', 1, null, true], b: { c: undefined } })).toEqual({
    a: ['x\ufffd', 1, null, true],
    b: {},
  });
});
