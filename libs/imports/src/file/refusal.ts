import { counted } from '@supercargo/kernel';
import type { HeaderProblem } from './columns.ts';

/**
 * Why a file is not imported. Each names the file, and the line and the column (by its name, else by its number from 1) where there is one;
 * nothing of the file was written.
 */
export type ImportRefusal = { readonly file: string } & (
  | { readonly code: 'file'; readonly why: 'absent' | 'unreadable' | 'not a file' }
  | { readonly code: 'encoding'; readonly line: number; readonly column: string }
  | { readonly code: 'line-too-long'; readonly line: number; readonly bytesMax: number }
  | { readonly code: 'cut-short'; readonly line: number }
  | { readonly code: 'delimiter'; readonly line: number }
  | ({ readonly line: number } & HeaderProblem)
  | { readonly code: 'quote'; readonly line: number; readonly column: string }
  | {
      readonly code: 'fields';
      readonly line: number;
      readonly column: string;
      readonly found: number;
      readonly expected: number;
    }
  | { readonly code: 'no-lines' }
  | { readonly code: 'too-many-lines'; readonly line: number; readonly linesMax: number }
  | { readonly code: 'value'; readonly line: number; readonly column: string; readonly accepted: string }
  | {
      readonly code: 'reference';
      readonly line: number;
      readonly column: string;
      /** The value as a sentence may say it, bounded. */
      readonly said: string;
      readonly accepted: string;
    }
  | { readonly code: 'recorded'; readonly line: number; readonly column: string; readonly accepted: string }
  | {
      readonly code: 'repeated-line';
      readonly line: number;
      readonly column: string;
      readonly firstLine: number;
      /** A column in which the two differ, by name where it has one that we know. */
      readonly differs: string | undefined;
    }
  | { readonly code: 'changed' }
  | { readonly code: 'not-taken' }
  | { readonly code: 'busy' }
);

type Refused<Code extends ImportRefusal['code']> = Extract<ImportRefusal, { readonly code: Code }>;

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

const SENTENCES: { readonly [Code in ImportRefusal['code']]: (refusal: Refused<Code>) => string } = {
  file: ({ why }) =>
    ({ absent: 'there is no such file', unreadable: 'it cannot be read', 'not a file': 'it is not a regular file' })[
      why
    ],
  encoding: () => 'bytes that are not UTF-8 text; save the file as UTF-8',
  'line-too-long': ({ bytesMax }) => `longer than ${bytesMax / 1024} KiB, which no line of this file is`,
  'cut-short': () =>
    'the last line has no line end, so the file may have been cut short; get it again, or end its last line if it is whole',
  delimiter: () => 'the columns are not separated by commas; save the file with commas',
  'column-missing': ({ columns }) => `no column ${quoted(columns)}`,
  'column-repeated': () => 'its name was used before',
  'column-unknown': ({ said, nearest, columns }) =>
    `its header is ${JSON.stringify(said)}, which is no column here${nearest === undefined ? '.' : `; is it "${nearest}"?`} ` +
    `Accepted: ${quoted(columns)}; --map "column=Header in file" gives one another header`,
  quote: () => 'a quoted value is not closed, or a quote stands where none may; the file may have been cut short',
  fields: ({ found, expected }) =>
    `${counted(found, 'value')} for ${counted(expected, 'column')}; the line may have been cut short`,
  'no-lines': () => 'no lines after the header',
  'too-many-lines': ({ linesMax }) => `more than ${linesMax} lines`,
  value: ({ accepted }) => `${accepted} is accepted`,
  reference: ({ said, accepted }) => `${JSON.stringify(said)} is not there yet; accepted: ${accepted}`,
  recorded: ({ accepted }) => `what was recorded before says otherwise; ${accepted} is accepted`,
  'repeated-line': ({ firstLine, differs, column }) =>
    `the same ${column} stands on line ${firstLine} with other values${differs === undefined ? '' : `, in "${differs}"`}`,
  changed: () => 'it changed while it was read; nothing was written, start again',
  'not-taken': () =>
    'a row of it cannot be kept beside what is recorded, which may have changed meanwhile; nothing was written, start again',
  busy: () => 'another import into this tenant is running; wait for it and start again',
};

/** The refusal as a sentence for a person: `history.csv, line 7, column "Line Item Quantity": a whole number … is accepted`. */
export function sentence(refusal: ImportRefusal): string {
  const line = 'line' in refusal ? `, line ${refusal.line}` : '';
  const column =
    'column' in refusal ? `, column ${/^\d+$/.test(refusal.column) ? refusal.column : `"${refusal.column}"`}` : '';
  const words = SENTENCES[refusal.code] as (refusal: ImportRefusal) => string;
  return `${refusal.file}${line}${column}: ${words(refusal)}`;
}
