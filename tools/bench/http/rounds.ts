import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminConfig, ensureDatabase, withClient, type ConnectionConfig } from '@supercargo/cluster';
import { databaseHash } from '@supercargo/prisma';
import { ITEMS, openCompanies, type Companies } from '../calls/companies.ts';
import { benchHome, type Say } from '../database.ts';
import { PERSON } from '../founding.ts';
import { figuresOf, medianOf, Side, type Figures } from '../side.ts';
import { openIssuer, type Issuer } from './issuer.ts';
import { RESOURCE, startSide, type Serving, type SideName } from './sides.ts';
import { openSlowConnections } from './slow-connections.ts';
import { tokenCheckMs } from './token-check.ts';
import type { LibpqEnv } from './toolbox.ts';

export const ROUNDS = 5;
export const CALLERS = 20;
/** Calls a second, of what a company asks at its busiest. */
export const STEADY_RATE = 200;
/** Connections that never finish their request. */
export const SLOW_CONNECTIONS = 1_000;
const warmUpSeconds = 5;
const WRITERS = [1, 8] as const;
/** Whose calls leave a record, each. */
const RECORDING: readonly SideName[] = ['bare', 'toolbox-recorded', 'ours'];

export interface HttpFigures {
  readonly seconds: number;
  readonly reads: Readonly<Partial<Record<SideName, Figures>>>;
  /** Ours at a given rate. */
  readonly steady: Figures;
  /** The same while as many others as are told never finish saying what they want. */
  readonly besideSlow: Figures;
  /** Ours: reorders asked, consented to and executed, by how many at once. */
  readonly writes: readonly { readonly callers: number; readonly figures: Figures }[];
  readonly tokenCheckMs: { readonly cold: number; readonly remembered: number };
  /** What our process held at most, in MiB; Linux only, 0 elsewhere. */
  readonly residentMiB: number;
}

interface Stage {
  readonly companies: Companies;
  readonly admin: ConnectionConfig;
  readonly issuer: Issuer;
  readonly load: Side;
  readonly serving: ReadonlyMap<SideName, Serving>;
  readonly round: (name: SideName, more: Readonly<Record<string, unknown>>) => Promise<readonly number[]>;
}

async function recordsIn(admin: ConnectionConfig): Promise<number> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ records: number }>('select count(*)::int as records from audit.entry');
    return rows[0]?.records ?? 0;
  });
}

async function libpqEnv({ host, port, database, user, password }: ConnectionConfig): Promise<LibpqEnv> {
  const secret = await password();
  return { PGHOST: host, PGPORT: port.toString(), PGDATABASE: database, PGUSER: user, PGPASSWORD: secret };
}

function mostResidentMiB(pid: number | undefined): number {
  if (process.platform !== 'linux') return 0;
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1]) / 1024);
}

/** A round of one side. A side that should record each call and did not fails the benchmark: its pace is then no pace. */
async function checked(
  { admin, round }: Stage,
  name: SideName,
  more: Readonly<Record<string, unknown>>,
): Promise<readonly number[]> {
  const before = await recordsIn(admin);
  const tookMs = await round(name, more);
  const recorded = (await recordsIn(admin)) - before;
  if (RECORDING.includes(name) && recorded < tookMs.length) {
    throw new Error(`${name} answered ${tookMs.length} calls and recorded ${recorded}`);
  }
  return tookMs;
}

async function openStage(names: readonly SideName[]): Promise<Stage> {
  const companies = await openCompanies();
  const name = `bench_${databaseHash().slice(0, 12)}`;
  const admin = adminConfig(await ensureDatabase({ home: benchHome(), env: {}, databaseName: name }), {}, benchHome());
  const issuer = await openIssuer(RESOURCE);
  const parts = { companies, issuer, admin: await libpqEnv(admin) };
  const serving = new Map<SideName, Serving>();
  for (const each of names) serving.set(each, await startSide(each, parts));
  const tenants = await Promise.all(
    companies.tenants.map(async (tenant) => ({ tenant, token: await issuer.token(PERSON, tenant) })),
  );
  const load = new Side(join(import.meta.dirname, 'load.ts'), { PATH: process.env['PATH'] });
  const round: Stage['round'] = (side, more) => {
    const kind = side === 'ours' || side === 'bare' ? side : 'mcp';
    const url = serving.get(side)?.url;
    return load.play({
      ...{ side: kind, work: 'get_stock', url, callers: CALLERS, tenants, person: PERSON, items: ITEMS },
      ...more,
    });
  };
  return { companies, admin, issuer, load, serving, round };
}

async function steadily(stage: Stage, seconds: number): Promise<Figures> {
  return figuresOf(await checked(stage, 'ours', { seconds, rate: STEADY_RATE }), seconds);
}

async function steadilyBesideSlow(stage: Stage, seconds: number): Promise<Figures> {
  const slow = await openSlowConnections(stage.serving.get('ours')?.url ?? '', SLOW_CONNECTIONS);
  try {
    return await steadily(stage, seconds);
  } finally {
    slow.close();
  }
}

async function measure(stage: Stage, names: readonly SideName[], seconds: number, say: Say): Promise<HttpFigures> {
  const writing = { work: 'create_reorder', callers: 1 };
  for (const name of names) await stage.round(name, { seconds: warmUpSeconds });
  await stage.round('ours', { ...writing, seconds: warmUpSeconds });
  await stage.companies.countRows();
  const reads = new Map<SideName, Figures[]>(names.map((name) => [name, []]));
  for (let at = 1; at <= ROUNDS; at += 1) {
    say(`round ${at} of ${ROUNDS}: ${names.length} sides, ${seconds} s each`);
    for (const name of names) reads.get(name)?.push(figuresOf(await checked(stage, name, { seconds }), seconds));
  }
  say(`${STEADY_RATE} calls a second, then reorders`);
  const steady: Figures[] = [];
  const besideSlow: Figures[] = [];
  const writes = WRITERS.map((callers) => ({ callers, rounds: [] as Figures[] }));
  for (let at = 1; at <= ROUNDS; at += 1) {
    steady.push(await steadily(stage, seconds));
    besideSlow.push(await steadilyBesideSlow(stage, seconds));
    for (const { callers, rounds } of writes) {
      rounds.push(figuresOf(await checked(stage, 'ours', { ...writing, callers, seconds }), seconds));
    }
  }
  return {
    seconds,
    reads: Object.fromEntries([...reads].map(([name, rounds]) => [name, medianOf(rounds)])),
    steady: medianOf(steady),
    besideSlow: medianOf(besideSlow),
    writes: writes.map(({ callers, rounds }) => ({ callers, figures: medianOf(rounds) })),
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
    await stage.load.close();
    await Promise.all([...stage.serving.values()].map((each) => each.stop()));
    stage.issuer.close();
  }
}
