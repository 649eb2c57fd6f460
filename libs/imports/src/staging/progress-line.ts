import { counted } from '@supercargo/kernel';
import type { OnProgress, Progress } from '../file/progress.ts';

const BAR_CHARACTERS = 24;
const REDRAW_MS = 100;
/** How often somebody who reads a log is told. */
const LINE_MS = 5_000;

interface Watcher {
  readonly onProgress: OnProgress;
  /** Ends the line that was drawn, if any. */
  readonly done: () => void;
}

/** What the progress is told to: standard error. */
interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One line: phase, bar, lines, part of the file, lines per second and the time that is left of this phase. */
export function progressLine({ phase, lines, bytes, bytesTotal }: Progress, phaseMs: number, bar: boolean): string {
  const part = Math.min(1, bytes / Math.max(1, bytesTotal));
  const percent = `${Math.floor(part * 100)} %`.padStart(5);
  const full = Math.round(BAR_CHARACTERS * part);
  const drawn = bar ? `${'█'.repeat(full).padEnd(BAR_CHARACTERS, '░')} ` : '';
  const said = `${phase.padEnd('checking'.length)} ${drawn}${percent} ${counted(lines, 'line')}`;
  // Writing is one transaction: nobody knows how far it is.
  if (phase === 'writing' || phaseMs < 1_000 || part === 0) return said;
  const rate = Math.round((lines * 1_000) / phaseMs).toLocaleString('en');
  const left = Math.ceil((phaseMs * (1 - part)) / part / 1_000);
  return `${said}, ${rate}/s, ${left} s left`;
}

/** Told with the name of who imports: a bar on a terminal; a line now and then where standard error is a file; nothing where a program reads. */
export function watcher(
  stream: Stream,
  { name, quiet }: { readonly name: string; readonly quiet: boolean },
  now: () => number = () => performance.now(),
): Watcher {
  if (quiet) return { onProgress: () => undefined, done: () => undefined };
  const bar = stream.isTTY === true;
  let phase: Progress['phase'] | undefined;
  let phaseAt = 0;
  // A log hears of what takes long, and nothing of what does not.
  let saidAt = bar ? -Infinity : now();
  let drawn = 0;
  return {
    onProgress: (progress) => {
      const at = now();
      const isNew = progress.phase !== phase;
      if (isNew) [phase, phaseAt] = [progress.phase, at];
      const isLast = progress.bytes >= progress.bytesTotal;
      if (!(bar && (isNew || isLast)) && at - saidAt < (bar ? REDRAW_MS : LINE_MS)) return;
      saidAt = at;
      const line = `${name}: ${progressLine(progress, at - phaseAt, bar)}`;
      stream.write(bar ? `\r${line.padEnd(drawn)}` : `${line}\n`);
      drawn = line.length;
    },
    done: () => {
      if (bar && drawn > 0) stream.write('\n');
    },
  };
}
