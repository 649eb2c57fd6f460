import { statSync } from 'node:fs';
import { ok, refuse, untrusted, type Result } from '@supercargo/kernel';
import { stringify } from 'csv-stringify/sync';
import { LINE_BYTES_MAX } from '../file/blocks.ts';
import { FileRefused, openWholeFile, orRefused, type WholeFile } from '../file/whole-file.ts';
import type { Remark } from './line.ts';

const HEADER = ['line', 'column', 'text', 'reason'];
/** Remarks wait for one another, so that few are not written one by one, and many long ones do not fill the memory. */
const WAITING_MAX = 1_000;
const WAITING_CHARACTERS_MAX = 512 * 1024;

/** Where every remark about a file is written as CSV. It is there when it is whole, or not at all. */
export interface RemarkFile {
  readonly path: string;
  readonly add: (line: number, remark: Remark) => void;
  /** Makes what was added the file. */
  finish(): void;
  /** Leaves nothing behind. */
  abandon(): void;
}

type Row = readonly [line: number, column: string, text: string, reason: string];

function csvOf(records: readonly (readonly (string | number)[])[]): string {
  // What a spreadsheet would calculate gets an apostrophe before it.
  return stringify(
    records.map((record) => [...record]),
    { escape_formulas: true, record_delimiter: 'windows' },
  );
}

/** Why a file that is there cannot be replaced; undefined where it can. `imported` never is, by whatever name it goes. */
function obstacle(path: string, imported: string, force: boolean): string | undefined {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || !force) return undefined;
  const source = statSync(imported, { throwIfNoEntry: false });
  if (there.ino === source?.ino && there.dev === source.dev) return 'is the file that is imported';
  return there.isFile() ? undefined : 'is there already, and is no regular file';
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FileRefused) throw new FileRefused(`the report ${path} ${error.message}`, { cause: error });
    throw error;
  }
}

/** Refuses in a sentence what cannot be; what fails later is thrown as one. */
export function openRemarkFile(path: string, imported: string, force: boolean): Result<RemarkFile, string> {
  try {
    const why = orRefused(() => obstacle(path, imported, force));
    if (why !== undefined) return refuse(`the report ${path} ${why}`);
    return ok(remarksIn(path, openWholeFile(path, force)));
  } catch (error) {
    if (error instanceof FileRefused) return refuse(`the report ${path} ${error.message}`);
    throw error;
  }
}

function remarksIn(path: string, file: WholeFile): RemarkFile {
  let waiting: Row[] = [];
  let characters = 0;
  let isBegun = false;
  const flush = (): void => {
    const text = csvOf(isBegun ? waiting : [HEADER, ...waiting]);
    isBegun = true;
    waiting = [];
    characters = 0;
    file.write(text);
  };
  return {
    path,
    add: (line, { column, text, reason }) => {
      waiting.push([line, column, untrusted('scms', text, LINE_BYTES_MAX).text, reason]);
      characters += text.length;
      if (waiting.length >= WAITING_MAX || characters >= WAITING_CHARACTERS_MAX) attempt(path, flush);
    },
    finish: () => {
      attempt(path, () => {
        flush();
        file.finish();
      });
    },
    abandon: () => {
      file.abandon();
    },
  };
}
