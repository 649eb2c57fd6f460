import {
  ensureDatabase,
  homeOf,
  loginConfig,
  readEnrolled,
  secretFor,
  type Env,
  type Home,
  type Login,
} from '@supercargo/cluster';
import { logger, type Logger, type Telemetry } from '@supercargo/observe';
import { openDoor, type TenantDoor } from '@supercargo/tenancy';
import {
  ConfigurationError,
  readServerConfig,
  type Faces,
  type HttpConfig,
  type Narrowing,
  type ServerConfig,
} from './config.ts';
import { customerFacing, withCustomers } from './customer-facing.ts';
import { definitionOf } from './definition.ts';
import { tellDoor } from './http/metrics.ts';
import { DEFAULT_BUDGETS, type Limits } from './limits/limits.ts';
import { memoryLimits } from './limits/memory-limits.ts';
import { openLimits } from './limits/open-limits.ts';
import { allTools, makeRuntime } from './make-runtime.ts';
import { narrowed, narrowedTools } from './narrow.ts';
import { unpublishedTools } from './published.ts';
import type { Outside } from './remote/remote.ts';
import type { Principal, Runtime } from './runtime.ts';
import { serveStdio } from './serve-stdio.ts';
import type { ServerDefinition } from './server-definition.ts';
import { guardStdout } from './stdio/guard-stdout.ts';
import { openTelemetry } from './telemetry/open-telemetry.ts';
import { runWorker } from './worker.ts';

/** Imports of a trade: given the importer's door and the rest of the arguments, the process's exit code. */
export type ImportCommand = (door: TenantDoor, args: readonly string[]) => Promise<number>;

const CONNECTIONS_MAX = 8;

/** Works with a login's door, and closes it whatever happens: an open connection would keep a refused process alive. */
async function withDoor<T>(
  login: Login,
  env: Env,
  home: Home,
  work: (door: TenantDoor) => Promise<T>,
  connectionsMax = CONNECTIONS_MAX,
): Promise<T> {
  const address = await ensureDatabase({ home, env });
  const door = openDoor({
    ...loginConfig(address, login, env, home),
    namedStatements: address.namedStatements,
    connectionsMax,
  });
  try {
    await door.check();
    return await work(door);
  } finally {
    await door.close();
  }
}

/** The login of a server is named after it, and so is that of its customers; one without a login is refused by the database. */
function loginOf({ name, faces }: ServerDefinition): Login {
  return `supercargo_${name}${faces === 'customers' ? '_customer' : ''}` as Login;
}

async function runtimeOf(
  definition: ServerDefinition,
  door: TenantDoor,
  home: Home,
  log: Logger,
  more: {
    readonly limits: Limits;
    readonly consoleOrigin?: string | undefined;
    readonly outside?: Outside | undefined;
    readonly telemetry?: Telemetry;
  },
): Promise<Runtime> {
  return makeRuntime(definition, {
    door,
    auditKey: await secretFor(home, 'audit_arguments'),
    ...more,
    onFault: faultsTo(log),
  });
}

function faultsTo(log: Logger): Runtime['onFault'] {
  return (fault, where, trace) => {
    // Not as `where`: the logger hides that key, because database errors carry values under it.
    log.error({ fault, during: where, trace }, 'fault');
  };
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  return stop.signal;
}

async function serveAs(
  definition: ServerDefinition,
  config: Extract<ServerConfig, { readonly mode: 'stdio' }>,
  env: Env,
): Promise<void> {
  const stdout = guardStdout();
  const home = homeOf(env);
  const as = `${config.person}@${config.tenant}`;
  const enrolled = await readEnrolled(home);
  if (!enrolled.includes(as)) {
    throw new ConfigurationError(
      `${as} is not enrolled on this machine; enrolled are ${enrolled.join(', ') || 'none: run npm start first'}`,
    );
  }
  const log = logger(definition.name, config.logLevel);
  const { tenant, person, agent, consoleOrigin } = config;
  const principal: Principal = { tenant, person, via: 'local', agent, client: null };
  await using telemetry = await openTelemetry(definition, { env, metricsPort: undefined }, log);
  await using limits = await openLimits(definition, config.limits, faultsTo(log));
  await withDoor(loginOf(definition), env, home, async (door) => {
    const runtime = await runtimeOf(definition, door, home, log, { limits, consoleOrigin, telemetry });
    const unpublished = await unpublishedTools(runtime, tenant);
    if (unpublished.length > 0) {
      throw new ConfigurationError(
        `the definitions of ${unpublished.join(', ')} are not the published ones; run npm start`,
      );
    }
    const streams = { stdin: process.stdin, stdout };
    await serveStdio(narrowed(runtime, config.narrowing), principal, streams, { watchMs: config.watchMs });
  });
}

async function work(
  definition: ServerDefinition,
  config: Extract<ServerConfig, { readonly mode: 'worker' }>,
  env: Env,
): Promise<void> {
  const home = homeOf(env);
  const log = logger(`${definition.name}-worker`, config.logLevel);
  const stop = stopSignal();
  const { metricsPort, pollMs, leaseMs } = config;
  await using telemetry = await openTelemetry(definition, { env, metricsPort, isWorker: true }, log);
  await withDoor(loginOf(definition), env, home, async (door) => {
    // Only the worker reaches foreign systems, so only it is given what reaches them.
    const outside = await definition.outside?.({ env, home });
    // What it carries out was counted when it was asked for.
    const limits = memoryLimits(DEFAULT_BUDGETS);
    const runtime = await runtimeOf(withCustomers(definition), door, home, log, { limits, outside, telemetry });
    if (telemetry.metrics !== undefined) tellDoor(telemetry.metrics, door);
    log.info({ pollMs }, 'working');
    await runWorker(runtime, pollMs, stop, leaseMs);
  });
  log.info('stopped');
}

async function serveOver(whole: ServerDefinition, config: HttpConfig, env: Env): Promise<void> {
  const definition = facing(whole, config.faces);
  const home = homeOf(env);
  const log = logger(`${definition.name}-http${config.faces === 'customers' ? '-customers' : ''}`, config.logLevel);
  const stop = stopSignal();
  // A server on stdio is not made to load what only this one needs.
  const { runHttp } = await import('./http/run-http.ts');
  await using telemetry = await openTelemetry(definition, { env, metricsPort: config.metricsPort }, log);
  await using limits = await openLimits(definition, config.limits, faultsTo(log));
  const serve = async (door: TenantDoor): Promise<void> => {
    const { consoleOrigin } = config;
    const runtime = await runtimeOf(definition, door, home, log, { limits, consoleOrigin, telemetry });
    await runHttp(narrowed(runtime, config.narrowing), config, log, stop);
  };
  await withDoor(loginOf(definition), env, home, serve, config.databaseConnections);
  log.info('stopped');
}

function facing(definition: ServerDefinition, faces: Faces): ServerDefinition {
  return faces === 'customers' ? customerFacing(definition) : definition;
}

function definitionsText(definition: ServerDefinition, narrowing: Narrowing): string {
  return JSON.stringify(narrowedTools(allTools(definition), narrowing).map(definitionOf), null, 2);
}

/** What every server's `main.ts` runs: reads the configuration, does what it says, and returns the exit code. */
export async function runServer(definition: ServerDefinition, importCommand: ImportCommand): Promise<number> {
  const env = process.env;
  try {
    const config = readServerConfig(process.argv.slice(2), env);
    switch (config.mode) {
      case 'stdio':
        await serveAs(definition, config, env);
        return 0;
      case 'http':
        await serveOver(definition, config, env);
        return 0;
      case 'worker':
        await work(definition, config, env);
        return 0;
      case 'definitions':
        process.stdout.write(`${definitionsText(facing(definition, config.faces), config.narrowing)}\n`);
        return 0;
      case 'import':
        return await withDoor('supercargo_importer', env, homeOf(env), (door) => importCommand(door, config.rest));
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // What stops a start is said in a sentence; the stack is for `debug`.
    process.stderr.write(`supercargo ${definition.name}: ${error.message}\n`);
    if (env['SUPERCARGO_LOG_LEVEL'] === 'debug') process.stderr.write(`${error.stack ?? ''}\n`);
    return error instanceof ConfigurationError ? 2 : 1;
  }
}
