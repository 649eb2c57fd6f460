import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of processor time: of a server, of PostgreSQL with all its processes, and of who asks. */
export interface ProcessorMs {
  readonly server: number;
  readonly database: number;
  readonly asking: number;
}

/** What is told of a process in /proc counts in hundredths of a second (proc(5), USER_HZ). */
const TICK_MS = 10;

interface Stat {
  readonly parent: number;
  readonly ms: number;
  /** Of its children that have ended. */
  readonly endedMs: number;
}

function statOf(pid: string): Stat | undefined {
  try {
    // The name before the last parenthesis may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const of = (at: number): number => (Number(fields[at]) + Number(fields[at + 1])) * TICK_MS;
    return { parent: Number(fields[1]), ms: of(11), endedMs: of(13) };
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

/** What these have used until now; undefined where the system does not tell (Linux does). */
export function processorMsOf(pids: Readonly<Record<keyof ProcessorMs, number>>): ProcessorMs | undefined {
  if (process.platform !== 'linux') return undefined;
  const of = (pid: number): number => statOf(pid.toString())?.ms ?? 0;
  const children = readdirSync('/proc').reduce((sum, pid) => {
    const stat = /^\d+$/.test(pid) ? statOf(pid) : undefined;
    return stat?.parent === pids.database ? sum + stat.ms : sum;
  }, 0);
  const { ms, endedMs } = statOf(pids.database.toString()) ?? { ms: 0, endedMs: 0 };
  return { server: of(pids.server), database: ms + endedMs + children, asking: of(pids.asking) };
}

/** How much of it each of so many calls took. */
export function perCall(before: ProcessorMs, after: ProcessorMs, calls: number): ProcessorMs {
  const of = (part: keyof ProcessorMs): number => (after[part] - before[part]) / Math.max(calls, 1);
  return { server: of('server'), database: of('database'), asking: of('asking') };
}
