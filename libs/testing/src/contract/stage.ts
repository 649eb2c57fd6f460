import { PassThrough } from 'node:stream';
import type { Login } from '@supercargo/cluster';
import type { TenantId } from '@supercargo/kernel';
import {
  callTool,
  everyBudget,
  makeRuntime,
  memoryLimits,
  serveStdio,
  type Budgets,
  type CallOutcome,
  type Principal,
  type Runtime,
  type ServerDefinition,
  type ToolCall,
} from '@supercargo/mcp-kit';
import { foundTenant, type Founding } from '../found-tenant.ts';
import type { TestDatabase } from '../test-database.ts';
import { connectClient, type ClientKind, type Elicit, type Shows, type TestClient } from './clients.ts';
import type { ServerStreams } from './line-client.ts';
import { rawLines, type RawLines } from './raw-lines.ts';

/** How a server's trade is founded for a test: its definition, its login, and its facts in a tenant. */
export interface Trade {
  readonly definition: ServerDefinition;
  readonly login: Login;
  /** Whose calls these are, where the definition faces customers. */
  readonly customer?: string;
  /** Where its staff decide, signed in. Absent: on a terminal alone. */
  readonly consoleOrigin?: string;
  /** Loads the trade's own facts into a founded tenant, as its importer would. */
  readonly load: (database: TestDatabase, tenant: TenantId) => Promise<void>;
}

export interface Fault {
  readonly fault: unknown;
  readonly where: string;
}

/** A running server in this process, and the callers at it. */
export interface Stage {
  readonly database: TestDatabase;
  readonly runtime: Runtime;
  /** What no caller was told about. */
  readonly faults: readonly Fault[];
  principal(person: string, agent?: string): Principal;
  /** One `tools/call` by all its steps, from a host that can show no forms unless `more` says so. */
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
  /** The server's streams, served as a process serves its own. */
  serve(person: string): ServerStreams;
  client(person: string, kind: ClientKind, elicit?: Elicit, shows?: Shows): Promise<TestClient>;
  raw(person: string): RawLines;
}

export interface StageOptions {
  readonly founding?: Founding;
  readonly budgets?: Partial<Budgets>;
}

const GENEROUS = everyBudget({ calls: 100_000, seconds: 10 });

/** How often a watched resource is looked at: often, so that a test need not wait. */
const WATCH_MS = 20;

/** Makes the definitions that this runtime has the published ones, as a release does. */
export async function publish(database: TestDatabase, runtime: Runtime): Promise<void> {
  for (const [tool, { definitionHash }] of runtime.tools) {
    await database.admin(
      `insert into approval.definition (server, tool, hash) values ($1, $2, $3)
       on conflict (server, tool) do update set hash = excluded.hash`,
      [runtime.definition.name, tool, definitionHash],
    );
  }
}

/** A stage for a tenant that is there already, with the door that a process of the trade has. */
export function stageOf(database: TestDatabase, trade: Trade, tenant: TenantId, budgets: Partial<Budgets> = {}): Stage {
  const faults: Fault[] = [];
  const runtime = makeRuntime(trade.definition, {
    door: database.door(trade.login),
    auditKey: 'the audit key of a test',
    limits: memoryLimits({ ...GENEROUS, ...budgets }),
    consoleOrigin: trade.consoleOrigin,
    onFault: (fault, where) => {
      faults.push({ fault, where });
    },
  });
  const { customer } = trade;
  const scopes = new Set(Object.values(trade.definition.scopesByRole).flat());
  const principal = (person: string, agent = 'an agent'): Principal =>
    customer === undefined
      ? { tenant, person, via: 'local', agent, client: null }
      : { tenant, person, via: 'oauth', agent, client: null, scopes, customer };
  const serve = (person: string): ServerStreams => {
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    void serveStdio(runtime, principal(person), { stdin, stdout }, { watchMs: WATCH_MS }).then(() => stdout.end());
    return { stdin, stdout };
  };
  return {
    database,
    runtime,
    faults,
    principal,
    call: (person, name, received, more) =>
      callTool(runtime, principal(person), { name, received, canShow: [], resumed: undefined, ...more }),
    serve,
    client: (person, kind, elicit, shows) => connectClient(serve(person), kind, elicit, shows),
    raw: (person) => rawLines(serve(person)),
  };
}

/** Founds a tenant, loads the trade's facts, publishes its definitions and opens a stage in it. */
export async function openStage(database: TestDatabase, trade: Trade, options: StageOptions = {}): Promise<Stage> {
  const tenant = await foundTenant(database, options.founding);
  await trade.load(database, tenant);
  const stage = stageOf(database, trade, tenant, options.budgets);
  await publish(database, stage.runtime);
  return stage;
}
