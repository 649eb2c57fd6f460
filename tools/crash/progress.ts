import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

const Progress = z.strictObject({
  version: z.literal(1),
  seed: z.int(),
  /** How often each step was played, by its name. */
  played: z.record(z.string(), z.int().nonnegative()),
  failures: z.array(
    z.strictObject({ steps: z.array(z.string()), repetition: z.int(), problems: z.array(z.string()) }).readonly(),
  ),
  seconds: z.number(),
});

/** How far a run has come; what `--resume` goes on from. */
export type Progress = z.infer<typeof Progress>;

export function newProgress(seed: number): Progress {
  return { version: 1, seed, played: {}, failures: [], seconds: 0 };
}

/** The progress in that file, or undefined where there is none. Throws on a file that is no progress of that seed. */
export function readProgress(path: string, seed: number): Progress | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const progress = Progress.parse(JSON.parse(text));
  if (progress.seed !== seed) throw new Error(`${path} is of another seed`);
  return progress;
}

/** Replaces the file at once: whoever kills the runner leaves the progress before or after a round. */
export function writeProgress(path: string, progress: Progress): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, `${JSON.stringify(progress)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
