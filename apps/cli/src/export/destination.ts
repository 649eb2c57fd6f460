import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refused } from '../fault.ts';
import type { Outside } from '../outside.ts';

/** Where an export goes. A file is there when it is whole, or not at all. */
export interface Destination {
  write(text: string): Promise<void>;
  /** Makes what was written the result. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

const done = (): Promise<void> => Promise.resolve();

export function toStandardOutput(outside: Outside): Destination {
  return {
    write: (text) => {
      outside.raw(text);
      return done();
    },
    finish: done,
    abandon: done,
  };
}

/** Writes beside the file, readable to nobody else, and gives it its name at the end. A file that is there is replaced only by `force`. */
export async function toFile(path: string, force: boolean): Promise<Destination> {
  const taken = (): Refused => new Refused(`${path} is there already; --force replaces it`);
  if (!force && existsSync(path)) throw taken();
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  const file = await open(unfinished, 'wx', 0o600).catch((error: unknown) => {
    throw new Refused(`${path} cannot be written: ${error instanceof Error ? codeOf(error) : 'unknown'}`);
  });
  const abandon = async (): Promise<void> => {
    await file.close();
    await rm(unfinished, { force: true });
  };
  return {
    write: async (text) => {
      await file.write(text);
    },
    finish: async () => {
      await file.sync();
      if (force) {
        await rename(unfinished, path);
      } else {
        // A link, unlike a rename, is refused where somebody made such a file meanwhile.
        await link(unfinished, path).catch((error: unknown) => {
          throw error instanceof Error && codeOf(error) === 'EEXIST' ? taken() : error;
        });
      }
      await abandon();
    },
    abandon,
  };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
