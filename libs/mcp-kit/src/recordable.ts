import type { CanonicalValue } from '@supercargo/audit';

/** Control characters, which the record's text cannot hold (PostgreSQL refuses U+0000), and whose escapes NFC could break. */
const CONTROL = /\p{Cc}/gu;

/** A caller's text as the record keeps it: well-formed, nothing that controls, cut. A name can never keep a refusal from being recorded. */
export function recordable(text: string, charactersMax: number): string {
  return text.slice(0, charactersMax).toWellFormed().replace(CONTROL, '\ufffd');
}

/** Parsed arguments as the record keeps them: JSON values whose texts are recordable. */
export function recordableJson(value: unknown): CanonicalValue {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'string' ? recordable(each, each.length) : each,
  ) as CanonicalValue;
}
