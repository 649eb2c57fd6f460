// Writes the columns of every CSV table into the page about imports, between its markers.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentTable } from './describe.ts';
import { CSV_TABLES } from './tables/all.ts';

export const PAGE = join(import.meta.dirname, '..', '..', '..', '..', '..', 'docs', 'import.md');
const [BEGIN, END] = ['<!-- columns:begin -->', '<!-- columns:end -->'];

/** The page with its columns as they are. Throws where it has no place for them. */
export function withColumns(page: string): string {
  const [before, rest, ...more] = page.split(BEGIN);
  const [, after, ...others] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new Error(`the page about imports has no place for columns: ${BEGIN} … ${END}`);
  }
  return `${before}${BEGIN}\n\n${CSV_TABLES.map(documentTable).join('\n\n')}\n\n${END}${after}`;
}

if (import.meta.main) writeFileSync(PAGE, withColumns(readFileSync(PAGE, 'utf8')));
