import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '@supercargo/cluster';
import type { Outside } from '../outside.ts';
import { visible } from '../print.ts';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { runningWorkers } from '../workers/running.ts';
import { workerLog } from '../workers/start.ts';

const lookMs = 300;
const lookForWorkersEvery = 10;
const bytesPerLookMax = 64 * 1024;
const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

/** One line of a worker's log as a person reads it. */
export function readableLine(server: string, line: string): string {
  try {
    const { level, time, msg, fault, where } = JSON.parse(line) as Record<string, unknown>;
    const at = typeof time === 'number' ? new Date(time).toISOString().slice(11, 19) : '';
    const about = typeof fault === 'object' && fault !== null && 'message' in fault ? `: ${String(fault.message)}` : '';
    const place = typeof where === 'string' ? ` (${where})` : '';
    return visible(`${at} ${server} ${LEVELS[Number(level)] ?? ''} ${String(msg)}${about}${place}`);
  } catch {
    return visible(`${server} ${line}`);
  }
}

/** Prints what the workers log from now on, until `stop`; says once when a worker is gone. */
export async function followLogs(outside: Outside, home: Home, stop: AbortSignal): Promise<void> {
  const offsets = new Map<ServerName, number>();
  for (const server of SERVERS) offsets.set(server, (await stat(workerLog(home, server))).size);
  const gone = new Set<ServerName>();
  for (let look = 0; !stop.aborted; look += 1) {
    for (const server of SERVERS) offsets.set(server, await printNew(outside, home, server, offsets.get(server) ?? 0));
    if (look % lookForWorkersEvery === 0) await sayWhoIsGone(outside, home, gone);
    await sleep(lookMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function printNew(outside: Outside, home: Home, server: ServerName, offset: number): Promise<number> {
  const file = await open(workerLog(home, server)).catch(() => undefined);
  if (file === undefined) return 0;
  try {
    const from = (await file.stat()).size < offset ? 0 : offset;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytesPerLookMax), 0, bytesPerLookMax, from);
    const whole = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
    for (const line of buffer.toString('utf8', 0, whole).split('\n')) {
      if (line !== '') outside.out(readableLine(server, line));
    }
    return from + whole;
  } finally {
    await file.close();
  }
}

async function sayWhoIsGone(outside: Outside, home: Home, gone: Set<ServerName>): Promise<void> {
  const alive = new Set((await runningWorkers(home)).map(({ server }) => server));
  for (const server of SERVERS) {
    if (alive.has(server)) gone.delete(server);
    else if (!gone.has(server)) {
      gone.add(server);
      outside.err(
        `the ${server} worker is gone: what is approved waits until npx supercargo up --detach starts it again`,
      );
    }
  }
}
