import canonicalize from 'canonicalize';

/** What canonical text is made of: I-JSON without floats, so that no reader of the text has to agree with us about rounding. */
export type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue | undefined };

/** A value that has no canonical text: a defect of ours. */
export class CanonicalFault extends Error {
  override readonly name = 'CanonicalFault';
}

function check(value: CanonicalValue | undefined): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new CanonicalFault('canonical text holds whole numbers; amounts are strings of minor units');
  }
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(check);
}

/** RFC 8785 (JCS) text with strings in NFC: the one form in which plans, cards, definitions and records are hashed and kept. */
export function canonicalText(value: CanonicalValue): string {
  check(value);
  const text = canonicalize(value);
  if (text === undefined) throw new CanonicalFault('nothing to write');
  return text.normalize('NFC');
}
