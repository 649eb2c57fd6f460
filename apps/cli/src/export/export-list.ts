import { stringify } from 'csv-stringify/sync';
import { cellsOf, type Cell } from './columns.ts';
import type { Destination } from './destination.ts';
import type { List } from './lists.ts';
import type { Page } from './pages.ts';

export type Format = 'csv' | 'json-lines';

export interface Exported {
  readonly rows: number;
  /** How many the list said it has, on its last page. */
  readonly total: number | undefined;
}

/**
 * Writes every row of the pages. Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers. As
 * JSON, a row is what the server answered, one on a line.
 */
export async function exportList(
  pages: AsyncIterable<Page>,
  list: List,
  format: Format,
  destination: Destination,
  onPage: (exported: Exported) => void,
): Promise<Exported> {
  let exported: Exported = { rows: 0, total: undefined };
  // With the first page, so that a list that is refused leaves nothing on standard output.
  let headings = format === 'csv' ? csv([list.columns.map(({ name }) => name)]) : '';
  for await (const { rows, total } of pages) {
    const text = format === 'csv' ? csv(rows.map((row) => cellsOf(row, list.columns))) : jsonLines(rows);
    if (`${headings}${text}` !== '') await destination.write(`${headings}${text}`);
    headings = '';
    exported = { rows: exported.rows + rows.length, total };
    onPage(exported);
  }
  return exported;
}

function csv(records: readonly (readonly Cell[])[]): string {
  return stringify(
    records.map((record) => [...record]),
    { escape_formulas: true, record_delimiter: 'windows', cast: { boolean: String } },
  );
}

function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
