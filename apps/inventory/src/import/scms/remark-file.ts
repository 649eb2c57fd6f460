import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ok, refuse, untrusted, type Result } from '@supercargo/kernel';
import { stringify } from 'csv-stringify/sync';
import { LINE_BYTES_MAX } from '../file/blocks.ts';
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

/** Why the file cannot be made; undefined where it can. `imported` is never replaced, by whatever name it goes. */
function obstacle(path: string, imported: string, force: boolean): string | undefined {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return undefined;
  if (!force) return 'is there already; --force replaces it';
  const source = statSync(imported, { throwIfNoEntry: false });
  if (there.ino === source?.ino && there.dev === source.dev) return 'is the file that is imported';
  return there.isFile() ? undefined : 'is there already, and is no regular file';
}

function because(path: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const why = code === 'EEXIST' ? 'is there already; --force replaces it' : `cannot be written: ${code}`;
  return new Error(`the report ${path} ${why}`, { cause: error });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw because(path, error);
  }
}

/** Writes beside the file, readable to nobody else. Refuses in a sentence what cannot be; what fails later is thrown as one. */
export function openRemarkFile(path: string, imported: string, force: boolean): Result<RemarkFile, string> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  let file: number;
  try {
    const why = obstacle(path, imported, force);
    if (why !== undefined) return refuse(`the report ${path} ${why}`);
    file = openSync(unfinished, 'wx', 0o600);
  } catch (error) {
    return refuse(because(path, error).message);
  }
  let waiting: Row[] = [];
  let characters = 0;
  let isBegun = false;
  const flush = (): void => {
    const text = csvOf(isBegun ? waiting : [HEADER, ...waiting]);
    isBegun = true;
    waiting = [];
    characters = 0;
    attempt(path, () => {
      writeFileSync(file, text);
    });
  };
  const abandon = (): void => {
    closeSync(file);
    rmSync(unfinished, { force: true });
  };
  return ok({
    path,
    add: (line, { column, text, reason }) => {
      waiting.push([line, column, untrusted('scms', text, LINE_BYTES_MAX).text, reason]);
      characters += text.length;
      if (waiting.length >= WAITING_MAX || characters >= WAITING_CHARACTERS_MAX) flush();
    },
    finish: () => {
      flush();
      attempt(path, () => {
        fsyncSync(file);
        // A link, unlike a rename, is refused where somebody made such a file meanwhile.
        if (force) renameSync(unfinished, path);
        else linkSync(unfinished, path);
      });
      abandon();
    },
    abandon,
  });
}
