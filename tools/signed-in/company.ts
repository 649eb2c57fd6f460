import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adminConfig,
  ensureDatabase,
  freePorts,
  homeOf,
  identitySecret,
  loginConfig,
  loginPasswords,
  removeDatabase,
  runningIssuer,
  startIdentity,
  stopIdentity,
  type DatabaseAddress,
  type Home,
} from '@supercargo/cluster';
import { SERVERS, TenantId } from '@supercargo/kernel';
import { foundTenant } from '@supercargo/policy';
import { DEMO_COMPANIES, foundingOf, prepareDatabase, publishDefinitions } from '@supercargo/prisma';
import { openDoor } from '@supercargo/tenancy';
import { pageReader, type PageReader } from './page-reader.ts';
import { runImport, startServer, type RunningServer, type ServerProgram } from './server-process.ts';

/** One company with its own database, its own authorization server and servers over HTTP: all of them processes, on free ports. */
export interface Company {
  readonly home: Home;
  readonly issuer: string;
  /** The servers that were asked for, in that order. */
  readonly servers: readonly RunningServer[];
  /** Signs in as this person of the company. */
  person(id: string): Promise<PageReader>;
  /** Stops what was started and removes what it kept. */
  close(): Promise<void>;
}

const [ACME] = DEMO_COMPANIES;

async function foundAcme(home: Home, address: DatabaseAddress): Promise<string> {
  if (ACME === undefined) throw new Error('there is no demo company');
  const config = loginConfig(address, 'supercargo_importer', {}, home);
  const door = openDoor({ ...config, namedStatements: address.namedStatements, connectionsMax: 1 });
  try {
    const founding = foundingOf(ACME, ({ id }) => `secret of ${id}`);
    await door.write(TenantId.parse(ACME.tenant), (tx) => foundTenant(tx, founding));
  } finally {
    await door.close();
  }
  return ACME.tenant;
}

async function openDatabase(home: Home): Promise<string> {
  const address = await ensureDatabase({ home, env: {}, durability: 'test' });
  const admin = adminConfig(address, {}, home);
  await prepareDatabase(admin, loginPasswords({}, home));
  for (const server of SERVERS) await publishDefinitions(admin, server);
  return foundAcme(home, address);
}

async function ports(home: Home, count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const port of freePorts(undefined, home.path)) {
    if (found.length === count) break;
    found.push(port);
  }
  return found;
}

async function startSignIn(
  home: Home,
  tenant: string,
  servers: readonly (ServerProgram & { readonly url: string })[],
): Promise<string> {
  await startIdentity(
    home,
    {},
    {
      people: (ACME?.people ?? [])
        .filter(({ roles }) => !roles.includes('customer'))
        .map(({ id, name, roles }) => ({ tenant, id, name, roles })),
      agents: [],
      servers: servers.map(({ name, title, url, scopes }) => ({ name, title, resource: url, scopes })),
    },
  );
  const issuer = await runningIssuer(home);
  if (issuer === undefined) throw new Error('the authorization server does not answer');
  return issuer;
}

type Step = (line: string) => void;

async function start(
  home: Home,
  programs: readonly ServerProgram[],
  servers: RunningServer[],
  step: Step,
): Promise<Omit<Company, 'close'>> {
  step('a database, and a company in it');
  const tenant = await openDatabase(home);
  await runImport(home, 'inventory', tenant);
  const free = await ports(home, programs.length);
  const addressed = programs.map((program, at) => ({ ...program, url: `http://127.0.0.1:${free[at]}/mcp` }));
  step('the authorization server');
  const issuer = await startSignIn(home, tenant, addressed);
  step(`the servers ${addressed.map(({ name }) => name).join(', ')}`);
  const started = await Promise.allSettled(addressed.map((program) => startServer(home, issuer, program)));
  for (const each of started) if (each.status === 'fulfilled') servers.push(each.value);
  for (const each of started) if (each.status === 'rejected') throw each.reason;
  const person = async (id: string): Promise<PageReader> => {
    const account = `${id}@${tenant}`;
    return pageReader(issuer, account, (await identitySecret(home, 'people', account)) ?? '');
  };
  return { home, issuer, servers, person };
}

/** Founds the company and starts what was asked for. Whatever fails on the way, and whoever ends it early, nothing is left running. */
export async function openCompany(programs: readonly ServerProgram[], say: Step): Promise<Company> {
  const home = homeOf({ SUPERCARGO_HOME: mkdtempSync(join(tmpdir(), 'supercargo-signed-in-')) });
  const servers: RunningServer[] = [];
  const ending = new AbortController();
  const opening = start(home, programs, servers, (line) => {
    ending.signal.throwIfAborted();
    say(line);
  });
  const stop = async (): Promise<void> => {
    // What is being started is there in a moment, and then it can be stopped.
    await opening.catch(() => undefined);
    for (const server of servers) await server.stop();
    await stopIdentity(home);
    await removeDatabase(home);
    rmSync(home.path, { recursive: true, force: true });
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= stop());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say('stopping early');
      ending.abort(new Error('it was told to stop'));
      void close().finally(() => process.exit(1));
    });
  }
  try {
    return { ...(await opening), close };
  } catch (error) {
    await close();
    throw error;
  }
}
