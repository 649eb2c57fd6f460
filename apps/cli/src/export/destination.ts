import { FileRefused, openWholeFile } from '@supercargo/imports';
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

/** Where a file goes. One that is there is replaced only by `force`. What the file system does not do is refused in a sentence. */
export async function toFile(path: string, force: boolean): Promise<Destination> {
  const attempt = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      if (error instanceof FileRefused) throw new Refused(`${path} ${error.message}`);
      throw error;
    }
  };
  const file = await attempt(() => openWholeFile(path, force));
  return {
    write: (text) =>
      attempt(() => {
        file.write(text);
      }),
    finish: () =>
      attempt(() => {
        file.finish();
      }),
    abandon: () =>
      attempt(() => {
        file.abandon();
      }),
  };
}
