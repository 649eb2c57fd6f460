import { untrusted } from '@supercargo/kernel';

const CHARACTERS_MAX = 2_000;

/** Text from the database as a terminal may show it: nothing in it moves the cursor, hides or reorders what is read. */
export function visible(text: string): string {
  return untrusted('database', text, CHARACTERS_MAX).text;
}

/** Rows under their headings, columns as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [headings, ...rows].map((row) => row.map(visible));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `--json`: one document, readable by people too. Whole numbers beyond a double's precision are strings. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner), 2);
}

/** `2026-11-21 06:10:03Z`: to the second, in UTC. */
export function instant(at: Date): string {
  return at.toISOString().replace('T', ' ').replace(/\.\d+/, '');
}

/** The members of a result, as words: `purchase order id 0199…, purchase order state open`. */
export function members(value: unknown): string {
  if (value === undefined || value === null) return 'no result was recorded';
  if (typeof value !== 'object' || Array.isArray(value)) return visible(JSON.stringify(value));
  return Object.entries(value)
    .map(
      ([name, member]) =>
        `${name.replaceAll('_', ' ')} ${visible(typeof member === 'string' ? member : JSON.stringify(member))}`,
    )
    .join(', ');
}
