import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { ok, refuse, type Result } from '@supercargo/kernel';
import { BytesRefused, wholeLines } from './blocks.ts';
import type { FileColumns } from './columns.ts';
import type { OnProgress } from './progress.ts';
import type { ImportRefusal } from './refusal.ts';

/** Which file it is. */
export interface FileIdentity {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Reads the file's bytes without making anything of them: whether they are whole lines of text, and which file they are. Reading stops
 * at the first line that is too long or not text.
 */
export async function identify(
  file: string,
  nameOf: FileColumns['nameOf'],
  onProgress: OnProgress,
): Promise<Result<FileIdentity, ImportRefusal>> {
  const size = await sizeOf(file);
  if (!size.ok) return size;
  const hash = createHash('sha256');
  let bytes = 0;
  const onChunk = (chunk: Buffer, lines: number): void => {
    hash.update(chunk);
    bytes += chunk.length;
    // A file that grows as it is read would never end.
    if (bytes > size.value) throw new BytesRefused({ code: 'changed', file });
    onProgress({ phase: 'checking', lines, bytes, bytesTotal: size.value });
  };
  try {
    const blocks = wholeLines(file, nameOf, onChunk);
    while ((await blocks.next()).done !== true);
  } catch (error) {
    const refusal = bytesRefusal(error, file);
    if (refusal === undefined) throw error;
    return refuse(refusal);
  }
  return ok({ sha256: hash.digest('hex'), bytes });
}

/** What an error of reading bytes means; undefined for a fault. */
export function bytesRefusal(error: unknown, file: string): ImportRefusal | undefined {
  if (error instanceof BytesRefused) return error.refusal;
  // The operating system's own: it may be looked at, and still not be opened or read to its end.
  return error instanceof Error && 'syscall' in error ? { code: 'file', file, why: 'unreadable' } : undefined;
}

/** A pipe or a device cannot be read twice, and may never end. */
async function sizeOf(file: string): Promise<Result<number, ImportRefusal>> {
  const found = await stat(file).catch((error: unknown) => error);
  if (found instanceof Error) {
    return refuse({ code: 'file', file, why: 'code' in found && found.code === 'ENOENT' ? 'absent' : 'unreadable' });
  }
  const stats = found as Awaited<ReturnType<typeof stat>>;
  return stats.isFile() ? ok(Number(stats.size)) : refuse({ code: 'file', file, why: 'not a file' });
}
