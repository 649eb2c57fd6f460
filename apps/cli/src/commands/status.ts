import { listRequests } from '@supercargo/approval';
import {
  databaseStatus,
  homeOf,
  isRailUp,
  readEnrolled,
  readRail,
  readState,
  type DatabaseStatus,
  type Home,
} from '@supercargo/cluster';
import { eventStanding } from '@supercargo/events';
import { SERVERS, TenantId } from '@supercargo/kernel';
import type { Command } from 'commander';
import { withDoor } from '../doors.ts';
import { httpLines, httpStanding, type HttpStanding } from '../http/standing.ts';
import type { Outside } from '../outside.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { serverVersion } from '../store/server-version.ts';
import { runningWorkers } from '../workers/running.ts';
import { workerLog } from '../workers/start.ts';

const EDGE_OF_TRUST =
  'an agent that can run commands as this operating-system user can do what this user can; it cannot approve without an approver’s secret';

/** Where local trust ends. Said wherever somebody asks how things stand. */
function edgeOfTrust(http: HttpStanding | undefined): string {
  if (http?.console === undefined) return EDGE_OF_TRUST;
  return `${EDGE_OF_TRUST} or, in the console, a person’s password, and those of the demo people it can read`;
}

interface Status extends Partial<HttpStanding> {
  readonly home: string;
  readonly database: DatabaseStatus & { readonly version?: string };
  readonly workers: readonly {
    readonly server: string;
    readonly alive: boolean;
    readonly pid?: number;
    readonly log: string;
  }[];
  /** The sandbox payment rail; its address where it answers. */
  readonly rail: { readonly alive: boolean; readonly url?: string };
  readonly enrolled: readonly string[];
  /** Events that are not consumed yet, and those that failed too often and wait for somebody, by tenant. */
  readonly events?: Readonly<Record<string, { readonly pending: number; readonly parked: number }>>;
  /** Requests that wait for a person, by tenant; absent while the database does not run. */
  readonly waiting?: Readonly<Record<string, number>>;
  readonly trust: string;
}

async function workersOf(home: Home): Promise<Status['workers']> {
  const running = await runningWorkers(home);
  const { workers } = await readState(home);
  return SERVERS.map((server) => {
    const worker = running.find((one) => one.server === server);
    const since = workers.find((one) => one.pid === worker?.pid)?.startedAt;
    const log = workerLog(home, server);
    if (worker === undefined) return { server, alive: false, log };
    return { server, alive: true, pid: worker.pid, ...(since === undefined ? {} : { started_at: since }), log };
  });
}

async function railOf(home: Home): Promise<Status['rail']> {
  const state = await readRail(home);
  return state !== undefined && (await isRailUp(home)) ? { alive: true, url: state.url } : { alive: false };
}

async function inDatabase(
  outside: Outside,
  enrolled: readonly string[],
): Promise<{ version: string; waiting: Record<string, number>; events: NonNullable<Status['events']> }> {
  const tenants = [...new Set(enrolled.flatMap((who) => who.split('@')[1] ?? []))].map((name) => TenantId.parse(name));
  return withDoor(outside, 'supercargo_terminal', async (door) => {
    const counts = tenants.map(async (tenant): Promise<[string, number]> => {
      const { total } = await door.read(tenant, (tx) =>
        listRequests(tx, { requester: null, states: ['waiting'], after: null, limit: 1 }),
      );
      return [tenant, total];
    });
    const told = tenants.map(async (tenant): Promise<[string, { pending: number; parked: number }]> => {
      const standing = await door.read(tenant, eventStanding);
      const sum = (of: 'pending' | 'parked'): number => standing.reduce((total, one) => total + one[of], 0);
      return [tenant, { pending: sum('pending'), parked: sum('parked') }];
    });
    const [first] = tenants;
    const version = first === undefined ? 'unknown' : await door.read(first, serverVersion);
    return {
      version,
      waiting: Object.fromEntries(await Promise.all(counts)),
      events: Object.fromEntries(await Promise.all(told)),
    };
  });
}

async function statusOf(outside: Outside): Promise<Status> {
  const home = homeOf(outside.env);
  const database = await databaseStatus(home);
  const enrolled = await readEnrolled(home);
  const answers = database.kind === 'running' || database.kind === 'external';
  const known = answers ? await inDatabase(outside, enrolled).catch(() => undefined) : undefined;
  const http = await httpStanding(home);
  return {
    home: home.path,
    database: { ...database, ...(known === undefined ? {} : { version: known.version }) },
    workers: await workersOf(home),
    rail: await railOf(home),
    ...http,
    enrolled,
    ...(known === undefined ? {} : { waiting: known.waiting, events: known.events }),
    trust: edgeOfTrust(http),
  };
}

function databaseLine(database: Status['database']): string {
  const version = database.version === undefined ? '' : ` ${database.version}`;
  switch (database.kind) {
    case 'none':
      return 'none yet; run npm start';
    case 'external':
      return `PostgreSQL${version} on ${database.host}:${database.port.toString()} (given by DATABASE_URL), database ${database.name}`;
    case 'stopped':
      return `stopped; data in ${database.dataDir}. Run npm start`;
    case 'starting':
      return `starting on ${database.host}:${database.port.toString()}`;
    case 'running':
      return `PostgreSQL${version} on ${database.host}:${database.port.toString()}, process ${database.pid.toString()}, data in ${database.dataDir}`;
  }
}

function eventLines(events: Status['events'] = {}): readonly string[] {
  const open = Object.entries(events).filter(([, { pending, parked }]) => pending + parked > 0);
  const said = open.map(
    ([tenant, { pending, parked }]) =>
      `${tenant} ${pending.toString()} on their way, ${parked.toString()} given up${parked === 0 ? '' : ' (npx supercargo events list)'}`,
  );
  return said.length === 0 ? [] : [`events    ${said.join('; ')}`];
}

function statusLines(status: Status): readonly string[] {
  return [
    `home      ${status.home}`,
    `database  ${databaseLine(status.database)}`,
    ...status.workers.map(({ server, alive, pid, log }) =>
      alive
        ? `worker    ${server}, process ${pid?.toString() ?? '?'}, log ${log}`
        : `worker    ${server} is not running; npx supercargo up --detach starts it`,
    ),
    status.rail.alive
      ? `rail      ${status.rail.url ?? ''}, the sandbox payment rail`
      : 'rail      is not running; npx supercargo up --detach starts it',
    ...httpLines(status),
    `enrolled  ${status.enrolled.length === 0 ? 'nobody yet' : status.enrolled.join(', ')} (as whom programs of this machine may ask)`,
    ...(status.waiting === undefined
      ? []
      : [
          `waiting   ${Object.entries(status.waiting)
            .map(([tenant, count]) => `${tenant} ${count.toString()}`)
            .join(', ')} (requests that wait for a person)`,
        ]),
    ...eventLines(status.events),
    `trust     ${status.trust}`,
  ];
}

export function addStatus(program: Command, { outside }: Context): void {
  program
    .command('status')
    .description('What runs, where its data is, who may ask from this machine, and what waits. Starts nothing.')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('status', 'status --json'))
    .action(async (options: { json: boolean }) => {
      const status = await statusOf(outside);
      if (options.json) outside.out(json(status));
      else for (const line of statusLines(status)) outside.out(line);
    });
}
