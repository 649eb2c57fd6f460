import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient, type ConnectionConfig } from '@supercargo/cluster';
import type { Say } from '../database.ts';
import { figuresOf, median, medianOf, type Figures } from '../side.ts';
import { watchDurableWrites } from './durable-writes.ts';
import { perCall, type ProcessorMs } from './processor-time.ts';
import type { SideName } from './sides.ts';
import { openSlowConnections } from './slow-connections.ts';
import { openStage, type Stage } from './stage.ts';
import { tokenCheckMs } from './token-check.ts';

export const ROUNDS = 9;
/** Calls a second, of what a company asks at its busiest. */
export const STEADY_RATE = 200;
/** Connections that never finish their request. */
export const SLOW_CONNECTIONS = 1_000;
const warmUpSeconds = 5;
/** What was written or opened before is being taken in for a while; the question is what calls cost, and what it costs to have others open. */
const SETTLE_MS = 2_000;
/** The slowest hundredth of a round at a given rate is a few calls: it lasts longer than one in which as many are asked as are answered. */
const STEADY_SPANS = 2;
const WRITERS = [1, 8] as const;
const WRITING = { work: 'create_reorder' } as const;
/** Whose calls leave a record, each. */
const RECORDING: readonly SideName[] = ['bare', 'sdk-walled', 'toolbox-recorded', 'ours'];

export interface HttpFigures {
  readonly seconds: number;
  readonly reads: Readonly<Partial<Record<SideName, Figures>>>;
  /** What a read of each side took of the processors; nothing where the system does not tell. */
  readonly processorMs: Readonly<Partial<Record<SideName, ProcessorMs>>>;
  /** Ours at a given rate. */
  readonly steady: Figures;
  /** The same while as many others as are told never finish saying what they want. */
  readonly besideSlow: Figures;
  /** Meanwhile: what it took a program that does nothing else to make 8 KiB durable. */
  readonly disk: Omit<Figures, 'perSecond'>;
  /** Ours: reorders asked, consented to and executed, by how many at once. */
  readonly writes: readonly { readonly callers: number; readonly figures: Figures }[];
  readonly tokenCheckMs: { readonly cold: number; readonly remembered: number };
  /** What our process held at most, in MiB; Linux only, 0 elsewhere. */
  readonly residentMiB: number;
}

async function databaseClock(admin: ConnectionConfig): Promise<Date> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
    return rows[0]?.now ?? new Date();
  });
}

/** By the companies' ranges of the index: to read the whole record before each round would leave the round a cold machine. */
async function recordsSince({ admin, companies }: Stage, since: Date): Promise<number> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ records: number }>(
      'select count(*)::int as records from audit.entry where tenant_id = any($1) and at >= $2',
      [companies.tenants, since],
    );
    return rows[0]?.records ?? 0;
  });
}

function mostResidentMiB(pid: number | undefined): number {
  if (process.platform !== 'linux') return 0;
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1]) / 1024);
}

interface Round {
  readonly tookMs: readonly number[];
  readonly processorMs: ProcessorMs | undefined;
}

/** A round of one side. A side that should record each call and did not fails the benchmark: its pace is then no pace. */
async function checked(stage: Stage, name: SideName, more: Readonly<Record<string, unknown>>): Promise<Round> {
  const since = await databaseClock(stage.admin);
  const before = stage.used(name);
  const tookMs = await stage.round(name, more);
  const after = stage.used(name);
  const recorded = await recordsSince(stage, since);
  if (RECORDING.includes(name) && recorded < tookMs.length) {
    throw new Error(`${name} answered ${tookMs.length} calls and recorded ${recorded}`);
  }
  const processorMs = before === undefined || after === undefined ? undefined : perCall(before, after, tookMs.length);
  return { tookMs, processorMs };
}

async function steadily(stage: Stage, roundSeconds: number): Promise<Figures> {
  const seconds = STEADY_SPANS * roundSeconds;
  await sleep(SETTLE_MS);
  const { tookMs } = await checked(stage, 'ours', { seconds, rate: STEADY_RATE });
  return figuresOf(tookMs, seconds);
}

async function steadilyBesideSlow(stage: Stage, seconds: number): Promise<Figures> {
  const slow = await openSlowConnections(stage.serving.get('ours')?.url ?? '', SLOW_CONNECTIONS);
  try {
    return await steadily(stage, seconds);
  } finally {
    slow.close();
  }
}

interface Read {
  readonly figures: Figures;
  readonly processorMs: ProcessorMs | undefined;
}

async function read(stage: Stage, name: SideName, seconds: number): Promise<Read> {
  const { tookMs, processorMs } = await checked(stage, name, { seconds });
  return { figures: figuresOf(tookMs, seconds), processorMs };
}

function medianProcessorMs(rounds: readonly Read[]): ProcessorMs | undefined {
  const told = rounds.flatMap(({ processorMs }) => processorMs ?? []);
  const of = (part: keyof ProcessorMs): number => median(told.map((each) => each[part]));
  return told.length === 0 ? undefined : { server: of('server'), database: of('database'), asking: of('asking') };
}

/** Ours at a given rate, alone and beside slow connections, and its reorders: what waits for a disk is told beside what the disk does. */
async function waitingForTheDisk(
  stage: Stage,
  seconds: number,
): Promise<Pick<HttpFigures, 'steady' | 'besideSlow' | 'writes'>> {
  const steady: Figures[] = [];
  const besideSlow: Figures[] = [];
  const writes = WRITERS.map((callers) => ({ callers, rounds: [] as Figures[] }));
  for (let at = 1; at <= ROUNDS; at += 1) {
    steady.push(await steadily(stage, seconds));
    besideSlow.push(await steadilyBesideSlow(stage, seconds));
    for (const { callers, rounds } of writes) {
      const { tookMs } = await checked(stage, 'ours', { ...WRITING, callers, seconds });
      rounds.push(figuresOf(tookMs, seconds));
    }
  }
  return {
    steady: medianOf(steady),
    besideSlow: medianOf(besideSlow),
    writes: writes.map(({ callers, rounds }) => ({ callers, figures: medianOf(rounds) })),
  };
}

async function measure(stage: Stage, names: readonly SideName[], seconds: number, say: Say): Promise<HttpFigures> {
  for (const name of names) await stage.round(name, { seconds: warmUpSeconds });
  await stage.round('ours', { ...WRITING, callers: 1, seconds: warmUpSeconds });
  await stage.companies.countRows();
  const reads = new Map<SideName, Read[]>(names.map((name) => [name, []]));
  for (let at = 1; at <= ROUNDS; at += 1) {
    say(`round ${at} of ${ROUNDS}: ${names.length} sides, ${seconds} s each`);
    for (const name of names) reads.get(name)?.push(await read(stage, name, seconds));
  }
  say(`${STEADY_RATE} calls a second, then reorders`);
  const disk = await watchDurableWrites();
  const waits = await waitingForTheDisk(stage, seconds).finally(() => disk.stop());
  const { p50Ms, p99Ms } = figuresOf(disk.tookMs, 1);
  return {
    seconds,
    reads: Object.fromEntries([...reads].map(([name, all]) => [name, medianOf(all.map(({ figures }) => figures))])),
    processorMs: Object.fromEntries([...reads].map(([name, all]) => [name, medianProcessorMs(all)])),
    ...waits,
    disk: { p50Ms, p99Ms },
    tokenCheckMs: await tokenCheckMs(stage.issuer),
    residentMiB: mostResidentMiB(stage.serving.get('ours')?.process.pid),
  };
}

/** All sides in one run, on the same database and the same items, taking turns. */
export async function runHttpSides(names: readonly SideName[], seconds: number, say: Say): Promise<HttpFigures> {
  const stage = await openStage(names);
  try {
    return await measure(stage, names, seconds, say);
  } finally {
    await stage.close();
  }
}
