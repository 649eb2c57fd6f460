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

function isList(value: object): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}

function textOf(value: CanonicalValue): string {
  if (typeof value === 'string') return JSON.stringify(composed(value));
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'object') return isList(value) ? `[${value.map(textOf).join(',')}]` : textOfMembers(value);
  if (Number.isSafeInteger(value)) return JSON.stringify(value);
  throw new CanonicalFault('canonical text holds whole numbers; amounts are strings of minor units');
}

/** Members in the order of their names' UTF-16 code units (RFC 8785, section 3.2.3), which is how JavaScript compares. */
function textOfMembers(value: Readonly<Record<string, CanonicalValue | undefined>>): string {
  const members: [name: string, member: CanonicalValue][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push([composed(name), member]);
  }
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  let before: string | undefined;
  let text = '';
  for (const [name, member] of members) {
    if (name === before) throw new CanonicalFault('two names of an object are one in NFC');
    text += `${before === undefined ? '' : ','}${JSON.stringify(name)}:${textOf(member)}`;
    before = name;
  }
  return `{${text}}`;
}

/**
 * RFC 8785 (JCS) text with strings in NFC: the one form in which plans, cards, definitions and records are hashed and kept. Without floats it
 * is JSON with its members in order; written here in one pass, because every call has a record.
 */
export function canonicalText(value: CanonicalValue): string {
  return textOf(value);
}
