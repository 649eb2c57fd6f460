import type { Result } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { FileColumns } from '../file/columns.ts';
import type { FileLine } from '../file/read.ts';
import type { ImportRefusal } from '../file/refusal.ts';

/** One line of a file as it is staged. */
export interface StagedRow {
  /** The line of the file on which it begins. */
  readonly line: number;
  /** What makes the row the same row when a file says it twice, at most 512 bytes. */
  readonly key: string;
  /** What the line says, as canonical JSON text of an object. */
  readonly row: string;
}

/** Staged lines take room in the database, and so do rows that are kept. */
export const LINES_MAX = 5_000_000;

/** What reading a file once told, whatever kind it is of. */
export interface FileFacts {
  readonly fileSha256: string;
  readonly bytes: number;
  /** Lines that are kept. */
  readonly lines: number;
  /** Lines that stand in the file more than once, with the same content: kept once. */
  readonly linesRepeated: number;
  /** Columns beyond those of the kind of file, kept with every line. */
  readonly columnsUnknown: readonly string[];
}

/** What is staged of one file: the rows of this run in `imports.row`. */
export interface Run {
  readonly id: string;
  /** Lines that an import which did not end had staged already. */
  readonly resumedAfter: number;
  /** Whether none of those repeats another. */
  readonly eachOnce: boolean;
}

/** A kind of file: how its lines become rows, and what becomes of all rows together. Made anew for each import. */
export interface Source<Row extends StagedRow, Report> {
  /** Whose rows its lines become: as in `imports.run.server`. */
  readonly server: string;
  /** As in `imports.run.source`. */
  readonly name: string;
  /**
   * Which version of the reader makes its rows, such as `1.2`: what another version staged is not gone on with. Another number
   * whenever the same line would be staged otherwise.
   */
  readonly format: string;
  /** Which columns were given another header, as canonical JSON text: part of what an import that did not end is found by. */
  readonly mapping: string;
  readonly columns: FileColumns;
  /** How a sentence calls what identifies a row. */
  readonly keyColumn: string;
  readonly linesMax: number;
  parse(line: FileLine): Result<Row, ImportRefusal>;
  /** Told every row that is kept, once, in the order of the file. */
  keep(row: Row): void;
  /** The first column in which two rows with one key differ, by a name of ours. */
  differs(first: string, second: string): string | undefined;
  /** Looks at all staged rows together, before any of them is written: the first reason not to write them. Writes nothing. */
  check(tx: TenantTx, run: Run): Promise<ImportRefusal | undefined>;
  /** Turns all staged rows into rows of the trade, and records that. `record` is false when everything will be rolled back. */
  write(tx: TenantTx, run: Run, facts: FileFacts, record: boolean): Promise<Report>;
}
