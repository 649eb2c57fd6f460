import { ok, refuse, type Result } from '@supercargo/kernel';
import type { Mapping } from './header.ts';
import { nearest } from './nearest.ts';
import type { CsvTable } from './table.ts';

const HEADER_CHARACTERS_MAX = 200;

/** Reads what `--map` was given, each `column=Header in file`. The refusal is a sentence that says what is accepted. */
export function readMapping(table: CsvTable, given: readonly string[]): Result<Mapping, string> {
  const names = table.columns.map(({ name }) => name);
  const mapping = new Map<string, string>();
  for (const one of given) {
    const [, column = '', header = ''] = /^([^=]*)=(.+)$/s.exec(one) ?? [];
    if (header === '' || header.length > HEADER_CHARACTERS_MAX) {
      return refuse('--map takes "column=Header in file", such as --map "sku=Article number"');
    }
    if (!names.includes(column)) {
      const meant = nearest(column, names);
      return refuse(
        `--map: ${table.name} have no such column${meant === undefined ? '.' : `; is it ${meant}?`} Accepted: ${names.join(', ')}`,
      );
    }
    if (mapping.has(column)) return refuse(`--map: ${column} was given a header before; each column has one`);
    mapping.set(column, header.normalize('NFC'));
  }
  const headers = names.map((name) => mapping.get(name) ?? name);
  const taken = headers.find((header, at) => headers.indexOf(header) !== at);
  if (taken === undefined) return ok(mapping);
  const both = names.filter((name) => (mapping.get(name) ?? name) === taken);
  return refuse(`--map: ${both.join(' and ')} would have the same header; give each another`);
}
