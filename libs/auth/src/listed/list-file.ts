import { parseStrictJson } from '@supercargo/kernel';
import { open } from 'node:fs/promises';
import * as z from 'zod';

export interface ListFile<S extends z.ZodType> {
  /** As it is told of in the log. */
  readonly name: string;
  readonly entry: S;
  readonly entriesMax: number;
  readonly bytesMax: number;
}

/** Where a list is not one, and never what stands there: this is logged. */
function problemOf({ issues }: z.ZodError, entriesMax: number): string {
  const at = issues[0]?.path[0];
  return typeof at === 'number'
    ? `entry ${at + 1} is not accepted`
    : `it is not a list of at most ${entriesMax} entries`;
}

/** A list kept in a file, read as it is now. Throws for a file that is absent, too long or anything but that list. */
export function listFile<S extends z.ZodType>(path: string, file: ListFile<S>): () => Promise<readonly z.output<S>[]> {
  const { name, bytesMax, entriesMax } = file;
  const Entries = z.array(file.entry).max(entriesMax);
  let last: { readonly bytes: Buffer; readonly entries: readonly z.output<S>[] } | undefined;
  return async () => {
    await using handle = await open(path);
    const { size } = await handle.stat();
    if (size > bytesMax) throw new Error(`${name} is longer than ${bytesMax} bytes`);
    const bytes = await handle.readFile();
    // Read every few seconds and seldom changed: the same bytes are the same list.
    if (last?.bytes.equals(bytes) === true) return last.entries;
    const read = parseStrictJson(bytes);
    if (!read.ok) throw new Error(`${name} is ${read.message}`);
    const parsed = Entries.safeParse(read.value);
    if (!parsed.success) throw new Error(`${name}: ${problemOf(parsed.error, entriesMax)}`);
    last = { bytes, entries: parsed.data };
    return parsed.data;
  };
}
