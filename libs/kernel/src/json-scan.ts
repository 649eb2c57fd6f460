import { keepsItsValue } from './exact-number.ts';

/** What `JSON.parse` lets pass and we do not. `at` is an offset in characters, `path` the keys and indexes that lead there. */
export interface JsonProblem {
  readonly code: 'duplicate_key' | 'number_loses_precision' | 'too_deep' | 'lone_surrogate';
  readonly at: number;
  readonly path: readonly (string | number)[];
}

interface Container {
  /** The keys seen so far; undefined in an array. */
  readonly keys: Set<string> | undefined;
  /** The key or index being read. */
  place: string | number;
}

interface Scan {
  readonly text: string;
  readonly depthMax: number;
  readonly open: Container[];
  at: number;
  keyComes: boolean;
}

/** The offset just past the string that starts at `start`. Linear: no quote is looked behind twice. */
export function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1) {
    let slashes = 0;
    while (text.charAt(quote - 1 - slashes) === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

/** The offset just past the number, or the word, that starts at `start`. */
export function scalarEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && !',]} \t\n\r'.includes(text.charAt(end))) end += 1;
  return end;
}

/** The characters a JSON string stands for, given with its quotes. */
export function decodeString(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

function problem(scan: Scan, code: JsonProblem['code'], at: number): JsonProblem {
  return { code, at, path: scan.open.map((container) => container.place) };
}

function openContainer(scan: Scan, keys: Set<string> | undefined): JsonProblem | undefined {
  if (scan.open.length >= scan.depthMax) return problem(scan, 'too_deep', scan.at);
  scan.open.push({ keys, place: keys === undefined ? 0 : '' });
  scan.keyComes = keys !== undefined;
  scan.at += 1;
  return undefined;
}

function nextMember(scan: Scan): void {
  const inner = scan.open.at(-1);
  if (typeof inner?.place === 'number') inner.place += 1;
  scan.keyComes = inner?.keys !== undefined;
  scan.at += 1;
}

function readString(scan: Scan): JsonProblem | undefined {
  const start = scan.at;
  scan.at = stringEnd(scan.text, start);
  const value = decodeString(scan.text.slice(start, scan.at));
  const inner = scan.open.at(-1);
  const isKey = scan.keyComes;
  scan.keyComes = false;
  if (isKey && inner !== undefined) inner.place = value;
  if (!value.isWellFormed()) return problem(scan, 'lone_surrogate', start);
  if (isKey && inner?.keys?.has(value) === true) return problem(scan, 'duplicate_key', start);
  if (isKey) inner?.keys?.add(value);
  return undefined;
}

function readScalar(scan: Scan): JsonProblem | undefined {
  const start = scan.at;
  scan.at = scalarEnd(scan.text, start);
  if (/[a-z]/.test(scan.text.charAt(start))) return undefined;
  return keepsItsValue(scan.text.slice(start, scan.at)) ? undefined : problem(scan, 'number_loses_precision', start);
}

function readNext(scan: Scan): JsonProblem | undefined {
  switch (scan.text.charAt(scan.at)) {
    case '{':
      return openContainer(scan, new Set());
    case '[':
      return openContainer(scan, undefined);
    case '"':
      return readString(scan);
    case ',':
      nextMember(scan);
      return undefined;
    case '}':
    case ']':
      scan.open.pop();
      scan.at += 1;
      return undefined;
    case ':':
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      scan.at += 1;
      return undefined;
    default:
      return readScalar(scan);
  }
}

/**
 * The first thing in a JSON text that two readers could understand differently, or undefined. One pass, no recursion,
 * memory bounded by the text.
 *
 * @param text JSON that `JSON.parse` accepts; this does not check the grammar again
 * @param depthMax how many arrays and objects may enclose a value
 */
export function findJsonProblem(text: string, depthMax: number): JsonProblem | undefined {
  const scan: Scan = { text, depthMax, open: [], at: 0, keyComes: false };
  while (scan.at < text.length) {
    const found = readNext(scan);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The raw texts of the named members of the top-level object, one entry for each time a member is written, so that
 * a caller can tell whether it is there exactly once.
 *
 * @param text JSON that `JSON.parse` accepts
 */
export function topLevelMembers(text: string, name: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    if (character !== '"') {
      at += 1;
      continue;
    }
    const start = at;
    at = stringEnd(text, start);
    if (depth !== 1) continue;
    const colon = /\s*:\s*/y;
    colon.lastIndex = at;
    if (!colon.test(text) || decodeString(text.slice(start, at)) !== name) continue;
    at = colon.lastIndex;
    const quoted = text.charAt(at) === '"';
    found.push(text.slice(at, quoted ? stringEnd(text, at) : scalarEnd(text, at)));
    if (quoted) at = stringEnd(text, at);
  }
  return found;
}
