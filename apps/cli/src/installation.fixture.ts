import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enroll, homeOf, LOGINS, type Home, type Login } from '@supercargo/cluster';
import { SERVERS } from '@supercargo/kernel';
import { publishDefinitions } from '@supercargo/prisma';
import { foundTenant, type TestDatabase } from '@supercargo/testing';
import { launchCommand } from './host-config.ts';
import type { Outside } from './outside.ts';
import { runCli } from './run-cli.ts';
import { written } from './tour/answers.ts';
import { connectHost, type Host } from './host/connect-host.ts';
import { runServer } from './up/run-server.ts';

interface Reached {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | (() => Promise<string>);
}

/** What a command said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What it asked the person for. */
  readonly questions: readonly string[];
}

/** A home of its own over a test's database, as an installation with DATABASE_URL has it. */
export interface Installation {
  readonly home: Home;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command as a person at a terminal who types these secrets, or without one where there are none. */
  run(args: readonly string[], secrets?: readonly string[]): Promise<Ended>;
  /** Has mara ask for a reorder, as an agent would; gives the request's id. */
  ask(quantity: number, tenant?: string): Promise<string>;
  remove(): Promise<void>;
}

async function passwordOf({ password }: Pick<Reached, 'password'>): Promise<string> {
  return typeof password === 'string' ? password : password();
}

/** An outside that records what is said. */
export function recordedOutside(
  env: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[] | undefined,
): { readonly outside: Outside; readonly said: { out: string; err: string; questions: string[] } } {
  const said = { out: '', err: '', questions: [] as string[] };
  const left = [...(secrets ?? [])];
  const outside: Outside = {
    env,
    cwd: tmpdir(),
    isTerminal: secrets !== undefined,
    out: (line) => (said.out += `${line}\n`),
    err: (line) => (said.err += `${line}\n`),
    raw: (text) => (said.out += text),
    askSecret: (question) => {
      said.questions.push(question);
      return Promise.resolve(left.shift() ?? '');
    },
    waitForInterrupt: () => Promise.resolve(),
  };
  return { outside, said };
}

interface Database {
  config(login: Login): Reached;
  superuser(): Reached;
}

/** The environment of an installation whose database is this one. */
async function environmentOf(database: Database, folder: string): Promise<Readonly<Record<string, string>>> {
  const admin = database.superuser();
  const { host, port, database: name } = admin;
  const passwords = LOGINS.map(async (login): Promise<[string, string]> => [
    `DATABASE_PASSWORD_${login.slice('supercargo_'.length).toUpperCase()}`,
    await passwordOf(database.config(login)),
  ]);
  return {
    PATH: process.env['PATH'] ?? '',
    SUPERCARGO_HOME: join(folder, 'home'),
    DATABASE_URL: `postgresql://${host}:${port.toString()}/${name}`,
    DATABASE_ADMIN_URL: `postgresql://${admin.user}:${await passwordOf(admin)}@${host}:${port.toString()}/${name}`,
    ...Object.fromEntries(await Promise.all(passwords)),
  };
}

/** Publishes the definitions, enrolls mara and loads the facts: what `up` does after it founded the tenants. */
async function prepare(
  database: Database,
  env: Installation['env'],
  home: Home,
  tenants: readonly string[],
): Promise<void> {
  const { host, port, database: name, user, password } = database.superuser();
  const admin = { host, port, database: name, user, ssl: false, password: () => passwordOf({ password }) } as const;
  for (const server of SERVERS) await publishDefinitions(admin, server);
  await enroll(
    home,
    tenants.map((tenant) => `mara@${tenant}`),
  );
  const { outside } = recordedOutside(env, undefined);
  for (const tenant of tenants) {
    const { code, errors } = await runServer(outside, 'inventory', ['import', 'demo', tenant, '--core']);
    if (code !== 0) throw new Error(errors);
  }
}

/** Prepares a home for tenants that were founded in this database already. */
export async function installationOn(database: Database, tenants: readonly string[]): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo cli '));
  const env = await environmentOf(database, folder);
  const home = homeOf(env);
  await prepare(database, env, home, tenants);
  const hosts = new Map<string, Promise<Host>>();
  const hostOf = (tenant: string): Promise<Host> => {
    const launch = launchCommand(home, 'inventory', `mara@${tenant}`, 'test-host');
    const host = hosts.get(tenant) ?? connectHost(launch, env, () => false);
    hosts.set(tenant, host);
    return host;
  };
  return {
    home,
    env,
    run: async (args, secrets) => {
      const { outside, said } = recordedOutside(env, secrets);
      return { code: await runCli(args, outside), ...said };
    },
    ask: async (quantity, tenant = 'acme') => {
      const input = { sku: 'COF-1KG', quantity, warehouse: 'HAM-1' };
      const answer = await written(await hostOf(tenant), 'create_reorder', input);
      if (answer.outcome !== 'waiting') throw new Error(JSON.stringify(answer));
      return answer.request_id;
    },
    remove: async () => {
      for (const host of hosts.values()) await (await host).close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An installation of acme and of the tour's company. */
export async function acmeAndTour(database: TestDatabase): Promise<Installation> {
  await foundTenant(database, { tenant: 'acme' });
  await foundTenant(database, { tenant: 'tour', scripted: true });
  return installationOn(database, ['acme', 'tour']);
}
