/** What the header of a kind of file may say. */
export interface FileColumns {
  /** Reads the first record of the file. Names are in NFC. */
  readonly readHeader: (fields: readonly string[]) => Header | HeaderProblem;
  /** How a sentence of ours calls the column of this header; undefined where the header is the author's own, and a number has to do. */
  readonly nameOf: (header: string) => string | undefined;
}

/** A header that can be worked with: the name of each column in the order of the file. */
export interface Header {
  readonly names: readonly string[];
  /** Columns that the kind of file does not have: kept with every line, read by nobody. */
  readonly unknown: readonly string[];
}

export type HeaderProblem =
  | { readonly code: 'column-missing'; readonly columns: readonly string[] }
  | { readonly code: 'column-repeated'; readonly column: string }
  | {
      readonly code: 'column-unknown';
      readonly column: string;
      /** The header as a sentence may say it, bounded. */
      readonly said: string;
      readonly nearest: string | undefined;
      readonly columns: readonly string[];
    };

/** The number, from 1, of a column whose name was used before. Unknown columns are named by whoever wrote the file: a number has to do. */
export function repeatedColumn(names: readonly string[]): string | undefined {
  const at = names.findIndex((name, position) => names.indexOf(name) !== position);
  return at === -1 ? undefined : `${at + 1}`;
}
