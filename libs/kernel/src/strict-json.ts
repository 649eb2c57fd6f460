import { findJsonProblem } from './json-scan.ts';

/** Any value JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Why a text was refused; stable, for audit records and tests. */
export type StrictJsonCode =
  'not_json' | 'duplicate_key' | 'number_loses_precision' | 'too_deep' | 'not_utf8' | 'lone_surrogate';

/** `message` is text of ours and names the place; `at` is an offset in characters, `name` a sanitized key path. */
export interface StrictJsonRefusal {
  readonly ok: false;
  readonly code: StrictJsonCode;
  readonly message: string;
  readonly at?: number;
  readonly name?: string;
}

/** A strictly read JSON text: its value, or why it was refused. */
export type StrictJson = { readonly ok: true; readonly value: JsonValue } | StrictJsonRefusal;

/** How deep a body may nest unless a caller asks for less (controls 7). */
export const JSON_DEPTH_MAX = 16;

const ECHO_CHARACTERS_MAX = 40;

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A key path is chosen by the sender: what is echoed has no room and no characters for sentences or markup. */
function placeName(path: readonly (string | number)[]): string {
  const tail = path.slice(-JSON_DEPTH_MAX).map((step) => {
    return typeof step === 'number' ? `[${step}]` : `.${step.slice(-ECHO_CHARACTERS_MAX)}`;
  });
  const name = tail.join('').replace(/^\./, '');
  return name.replaceAll(/[^\w.[\]/-]/g, '?').slice(-ECHO_CHARACTERS_MAX);
}

function describe(code: StrictJsonCode, place: string, depthMax: number): string {
  switch (code) {
    case 'not_utf8':
      return 'not UTF-8';
    case 'not_json':
      return 'not JSON';
    case 'duplicate_key':
      return `the key ${place} is given twice`;
    case 'number_loses_precision':
      return `the number at ${place} cannot be held exactly; send it as a string`;
    case 'too_deep':
      return `nested more than ${depthMax} deep at ${place}`;
    case 'lone_surrogate':
      return `the text at ${place} has half a surrogate pair, which is not Unicode text`;
  }
}

function refusal(code: StrictJsonCode, depthMax: number): StrictJsonRefusal {
  return { ok: false, code, message: describe(code, '', depthMax) };
}

/** The text, with a byte order mark left in for the grammar to refuse; undefined for what is not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads JSON so that there is one way to understand it (RFC 8259, and I-JSON, RFC 7493 sections 2.1 to 2.3): bytes are
 * valid UTF-8 without a byte order mark, no object has a key twice (spelled with escapes or not), every number is held
 * exactly, strings are Unicode text, nesting is bounded. What it accepts has the value `JSON.parse` gives; a key such as
 * `__proto__` is an ordinary own property. It does not bound the size: the caller does, before the text is in memory.
 *
 * @param input bytes as received, or text already decoded
 * @param depthMax arrays and objects around a value
 */
export function parseStrictJson(input: Uint8Array | string, depthMax: number = JSON_DEPTH_MAX): StrictJson {
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  if (text === undefined) return refusal('not_utf8', depthMax);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // The parser's own message quotes the text, which may be anything; ours does not.
    return refusal('not_json', depthMax);
  }
  const problem = findJsonProblem(text, depthMax);
  if (problem === undefined) return { ok: true, value };
  const name = placeName(problem.path);
  const place = name === '' ? `offset ${problem.at}` : name;
  return { ok: false, code: problem.code, at: problem.at, name, message: describe(problem.code, place, depthMax) };
}
