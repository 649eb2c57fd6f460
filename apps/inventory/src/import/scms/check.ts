import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { ok, refuse, type Result } from '@supercargo/kernel';
import { parseLine } from './line.ts';
import type { OnProgress } from './progress.ts';
import { readLines } from './read.ts';
import type { ImportRefusal } from './refusal.ts';
import type { FileFacts } from './report.ts';
import { startTally } from './tally.ts';

export interface CheckedFile {
  readonly facts: FileFacts;
  /** Lines of the file to pass over: each repeats an earlier one word for word. */
  readonly repeats: ReadonlySet<number>;
}

/**
 * Reads the whole file without writing anything: what it says, or the first reason not to take it. A file is checked to its end before its
 * first line is written, so that a refusal on the last line leaves nothing behind.
 */
export async function checkFile(file: string, onProgress: OnProgress): Promise<Result<CheckedFile, ImportRefusal>> {
  const size = await sizeOf(file);
  if (!size.ok) return size;
  const hash = createHash('sha256');
  const tally = startTally(file);
  const repeats = new Set<number>();
  let columnsUnknown: readonly string[] = [];
  let bytes = 0;
  let lines = 0;
  const onChunk = (chunk: Buffer): void => {
    hash.update(chunk);
    bytes += chunk.length;
    onProgress({ phase: 'checking', lines, bytes, bytesTotal: size.value });
  };
  for await (const line of readLines(file, onChunk)) {
    if (!line.ok) return line;
    const parsed = parseLine(file, line.value);
    if (!parsed.ok) return parsed;
    const kept = tally.add(parsed.value);
    if (!kept.ok) return kept;
    if (!kept.value) repeats.add(line.value.line);
    columnsUnknown = line.value.header.unknown;
    lines += 1;
  }
  if (lines === 0) return refuse({ code: 'no-lines', file });
  return ok({ facts: { ...tally.facts(), fileSha256: hash.digest('hex'), bytes, columnsUnknown }, repeats });
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
