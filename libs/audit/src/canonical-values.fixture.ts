import type fastCheck from 'fast-check';
import type { CanonicalValue } from './canonical.ts';

/**
 * Values of canonical text, nested, with strings of every plane and of control characters, in NFC. Names stay below the surrogates:
 * beyond them the order of UTF-16 code units, which RFC 8785 asks for, is not the order of code points, which PostgreSQL has.
 */
export function canonicalValues(fc: typeof fastCheck): fastCheck.Arbitrary<CanonicalValue> {
  const anyText = fc
    .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), controlText(fc))
    .map((text) => text.normalize('NFC'));
  const name = fc
    .oneof(
      fc.string({ unit: fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCharCode(code)) }),
      controlText(fc),
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

function controlText(fc: typeof fastCheck): fastCheck.Arbitrary<string> {
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
