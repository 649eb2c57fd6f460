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
import { logger } from '@supercargo/observe';
import { openDoor, type TenantDoor } from '@supercargo/tenancy';
import { ConfigurationError, readServerConfig, type ServerConfig } from './config.ts';
import { definitionOf } from './definition.ts';
import { LOCAL_RATE_LIMIT, allTools, makeRuntime } from './make-runtime.ts';
import { unpublishedTools } from './published.ts';
import type { Principal } from './runtime.ts';
import { serveStdio } from './serve-stdio.ts';
import type { ServerDefinition } from './server-definition.ts';
import { guardStdout } from './stdio/guard-stdout.ts';
import { runWorker } from './worker.ts';

/** Imports of a trade: given the importer's door and the rest of the arguments, the process's exit code. */
export type ImportCommand = (door: TenantDoor, args: readonly string[]) => Promise<number>;

const CONNECTIONS_MAX = 8;

async function doorFor(login: Login, env: Env, home: Home): Promise<TenantDoor> {
  const address = await ensureDatabase({ home, env });
  const door = openDoor({
    ...loginConfig(address, login, env, home),
    namedStatements: address.namedStatements,
    connectionsMax: CONNECTIONS_MAX,
  });
  await door.check();
  return door;
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
  const door = await doorFor(`supercargo_${definition.name}` as Login, env, home);
  const runtime = makeRuntime(definition, {
    door,
    auditKey: await secretFor(home, 'audit_arguments'),
    rateLimit: LOCAL_RATE_LIMIT,
    onFault: (fault, where) => {
      log.error({ fault, where }, 'fault');
    },
  });
  const principal: Principal = {
    tenant: config.tenant,
    person: config.person,
    via: 'local',
    agent: config.agent,
    client: null,
  };
  const unpublished = await unpublishedTools(runtime, config.tenant);
  if (unpublished.length > 0) {
    throw new ConfigurationError(
      `the definitions of ${unpublished.join(', ')} are not the published ones; run npm start`,
    );
  }
  await serveStdio(runtime, principal, { stdin: process.stdin, stdout });
  await door.close();
}

async function work(
  definition: ServerDefinition,
  config: Extract<ServerConfig, { readonly mode: 'worker' }>,
  env: Env,
): Promise<void> {
  const home = homeOf(env);
  const log = logger(`${definition.name}-worker`, config.logLevel);
  const stop = stopSignal();
  const door = await doorFor(`supercargo_${definition.name}` as Login, env, home);
  const runtime = makeRuntime(definition, {
    door,
    auditKey: await secretFor(home, 'audit_arguments'),
    rateLimit: LOCAL_RATE_LIMIT,
    onFault: (fault, where) => {
      log.error({ fault, where }, 'fault');
    },
  });
  log.info({ pollMs: config.pollMs }, 'working');
  await runWorker(runtime, config.pollMs, stop);
  await door.close();
  log.info('stopped');
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
      case 'worker':
        await work(definition, config, env);
        return 0;
      case 'definitions':
        process.stdout.write(`${JSON.stringify(allTools(definition).map(definitionOf), null, 2)}\n`);
        return 0;
      case 'import': {
        const door = await doorFor('supercargo_importer', env, homeOf(env));
        try {
          return await importCommand(door, config.rest);
        } finally {
          await door.close();
        }
      }
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // What stops a start is said in a sentence; the stack is for `debug`.
    process.stderr.write(`supercargo ${definition.name}: ${error.message}\n`);
    if (env['SUPERCARGO_LOG_LEVEL'] === 'debug') process.stderr.write(`${error.stack ?? ''}\n`);
    return error instanceof ConfigurationError ? 2 : 1;
  }
}
