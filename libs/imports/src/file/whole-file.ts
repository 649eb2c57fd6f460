import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file that is there when it is whole, or not at all. */
export interface WholeFile {
  write(text: string): void;
  /** Makes what was written the file. */
  finish(): void;
  /** Leaves nothing behind. */
  abandon(): void;
}

/** The file cannot be made or written; the message is a sentence without its subject, such as `cannot be written: EACCES`. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}

/** Gives what a work on files gives, and throws FileRefused for what the file system does not do. */
export function orRefused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why = code === 'EEXIST' ? 'is there already; --force replaces it' : `cannot be written: ${code}`;
    throw new FileRefused(why, { cause: error });
  }
}

/**
 * Writes beside the file, readable to nobody else, and gives it its name at the end. A file that is there is replaced only by `force`.
 * Throws FileRefused for what the file system does not do, here and later.
 */
export function openWholeFile(path: string, force: boolean): WholeFile {
  if (!force && existsSync(path)) throw new FileRefused('is there already; --force replaces it');
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  const file = orRefused(() => openSync(unfinished, 'wx', 0o600));
  let isOpen = true;
  const abandon = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
    rmSync(unfinished, { force: true });
  };
  return {
    write: (text) => {
      orRefused(() => {
        writeFileSync(file, text);
      });
    },
    finish: () => {
      orRefused(() => {
        fsyncSync(file);
        // A link, unlike a rename, is refused where somebody made such a file meanwhile.
        if (force) renameSync(unfinished, path);
        else linkSync(unfinished, path);
      });
      abandon();
    },
    abandon,
  };
}
