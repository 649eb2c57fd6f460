import type { Reader } from './values.ts';

/** A column of a CSV file: its name there, how its values are read, and where they go. */
export interface Column {
  readonly name: string;
  readonly holds: Reader;
  /** Whether the file must have it, with a value on every line. Others may be left out or blank. */
  readonly required: boolean;
  /** What is kept for a blank; null where the blank itself is kept. */
  readonly blank: string | null;
  readonly about: string;
  /** The column of the trade's table, and its type; null where it only goes into the id. */
  readonly into: string | null;
  readonly type: 'text' | 'bigint' | 'integer' | 'boolean' | 'date' | 'timestamptz' | 'uuid';
}

/** Something about a line as a whole that is not accepted. */
export interface LineProblem {
  readonly column: string;
  readonly accepted: string;
}

/** Values of a line as they are kept, by column name; null for a blank, undefined where the file has no such column. */
export type Values = Readonly<Record<string, string | null>>;

/** Another table of the trade, whose rows a file names. */
export interface Referred {
  /** With its schema, and the column by which a file names its rows. */
  readonly table: string;
  readonly by: string;
  /** What is accepted instead of a name that is not there, as the middle of "accepted: …". */
  readonly accepted: string;
}

/** The rows of `table` by their ids; `what` is one of them with its article, `tables` the files that bring them. */
export function idIn(table: string, what: string, tables: string): Referred {
  return { table, by: 'id', accepted: `the id of ${what} that is there; import ${tables} first` };
}

/** Everything about a table that can be imported from CSV. The rest of the import is the same for all. */
export interface CsvTable {
  readonly name: string;
  readonly about: string;
  /** In the order in which a line is read and told about. */
  readonly columns: readonly Column[];
  /** Names of the columns that say which row it is. All required. */
  readonly key: readonly string[];
  /** Columns that a file has all of, or none. */
  readonly together: readonly (readonly string[])[];
  /** Looks at a line whose values were all accepted. */
  readonly check: (values: Values) => LineProblem | undefined;
  /** Columns that name a row of another table, or of this one as it was before the file. */
  readonly references: readonly { readonly column: string; readonly to: Referred }[];
  /** The table of the trade, and the columns by which it knows a row: a uniqueness of that table, beside the tenant. */
  readonly into: string;
  readonly known: readonly string[];
  /** Whether a row that is not there gets a UUID, made of the tenant and the key. */
  readonly hasId: boolean;
  /** Rows that are there with other content: written anew, or refused because what happened is not edited. */
  readonly existing: 'changed' | 'refused';
  /** The column of the trade's table that says as of when a row is: one that is there is not overwritten by an older one. Required. */
  readonly asOf?: string;
  /**
   * Rows that were made here and have no key: a file names one by its id, in the column `by`, and leaves the key blank. It agrees with the row
   * in some columns, sets others of the same name, and is not written anew. `what` says what one is called, such as `an order`.
   */
  readonly own?: {
    readonly what: string;
    readonly by: string;
    readonly agrees: readonly string[];
    readonly sets: readonly string[];
  };
  /**
   * The column that says where a row stands, and what can become of each of its words: a row that is there goes no other way. `what`
   * says what one is called, such as `order`.
   */
  readonly stands?: {
    readonly what: string;
    readonly column: string;
    readonly canBecome: Readonly<Record<string, readonly string[]>>;
  };
  /** Another number whenever the same line would be staged otherwise: what was staged before is not gone on with then. */
  readonly format: number;
}

type Given = Partial<Pick<Column, 'into' | 'type' | 'blank'>>;

/** A column that every line must fill. */
export function must(name: string, holds: Reader, about: string, more: Given = {}): Column {
  return { name, holds, required: true, blank: null, about, into: name, type: 'text', ...more };
}

/** A column that may be left out or blank. */
export function may(name: string, holds: Reader, about: string, more: Given = {}): Column {
  return { ...must(name, holds, about, more), required: false };
}
