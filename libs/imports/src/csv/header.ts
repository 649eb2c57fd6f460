import { untrusted } from '@supercargo/kernel';
import { repeatedColumn, type FileColumns, type Header, type HeaderProblem } from '../file/columns.ts';
import { nearest } from './nearest.ts';
import type { CsvTable } from './table.ts';

const HEADER_CHARACTERS_MAX = 60;

/** Which header stands in the file for a column, where that is not its own name. */
export type Mapping = ReadonlyMap<string, string>;

/** Reads headers of a table's file. Every header has to be known: a misspelt one would be a column that is silently left out. */
export function columnsOf(table: CsvTable, mapping: Mapping): FileColumns {
  const names = table.columns.map(({ name }) => name);
  const byHeader = new Map(names.map((name) => [mapping.get(name) ?? name, name]));
  const readHeader = (fields: readonly string[]): Header | HeaderProblem => {
    const repeated = repeatedColumn(fields);
    if (repeated !== undefined) return { code: 'column-repeated', column: repeated };
    const at = fields.findIndex((header) => !byHeader.has(header));
    const unknown = fields[at];
    if (unknown !== undefined) {
      const said = untrusted('csv', unknown, HEADER_CHARACTERS_MAX).text;
      const left = [...byHeader].filter(([header]) => !fields.includes(header)).map(([, name]) => name);
      return { code: 'column-unknown', column: `${at + 1}`, said, nearest: nearest(unknown, left), columns: names };
    }
    const found = fields.map((header) => byHeader.get(header) ?? '');
    const columns = missing(table, found).map((name) => mapping.get(name) ?? name);
    return columns.length > 0 ? { code: 'column-missing', columns } : { names: found, unknown: [] };
  };
  return { readHeader, nameOf: (header) => byHeader.get(header) };
}

function missing({ columns, together }: CsvTable, found: readonly string[]): readonly string[] {
  const required = columns.filter((column) => column.required).map(({ name }) => name);
  const others = together.filter((names) => names.some((name) => found.includes(name))).flat();
  return [...new Set([...required, ...others])].filter((name) => !found.includes(name));
}
