import canonicalize from 'canonicalize';

/** What canonical text is made of: I-JSON without floats, so that no reader of the text has to agree with us about rounding. */
export type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue | undefined };

/** A value that has no canonical text: a defect of ours. */
export class CanonicalFault extends Error {
  override readonly name = 'CanonicalFault';
}

/** Strings in NFC before the text is made of them: in the text, a mark would join the letter of an escape such as `\n`. */
function composed(text: string): string {
  if (!text.isWellFormed()) throw new CanonicalFault('canonical text holds no halves of surrogate pairs');
  return text.normalize('NFC');
}

function prepared(value: CanonicalValue): CanonicalValue {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new CanonicalFault('canonical text holds whole numbers; amounts are strings of minor units');
  }
  if (typeof value === 'string') return composed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(prepared);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [[composed(name), prepared(member)] as const],
  );
  if (new Set(members.map(([name]) => name)).size < members.length) {
    throw new CanonicalFault('two names of an object are one in NFC');
  }
  return Object.fromEntries(members);
}

function isList(value: object): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}

/** RFC 8785 (JCS) text with strings in NFC: the one form in which plans, cards, definitions and records are hashed and kept. */
export function canonicalText(value: CanonicalValue): string {
  const text = canonicalize(prepared(value));
  if (text === undefined) throw new CanonicalFault('nothing to write');
  return text;
}
