import {
  adminConfig,
  enroll,
  ensureDatabase,
  homeOf,
  loginConfig,
  loginPasswords,
  readEnrolled,
  startRail,
  type DatabaseAddress,
  type Home,
} from '@supercargo/cluster';
import { SERVERS, TenantId, type ServerName } from '@supercargo/kernel';
import { DEMO_COMPANIES, prepareDatabase, publishDefinitions } from '@supercargo/prisma';
import { openDoor, type TenantDoor } from '@supercargo/tenancy';
import { Refused } from '../fault.ts';
import { startHttp } from '../http/start-http.ts';
import type { Outside } from '../outside.ts';
import { withoutDemoFacts } from '../store/demo-facts.ts';
import { runningHttpServers } from '../workers/running.ts';
import { ensureWorker } from '../workers/start.ts';
import { foundCompany } from './companies.ts';
import type { Progress } from './progress.ts';
import { runServer } from './run-server.ts';

/**
 * Brings everything up, step by step; what is there already stays as it is. Killed at any moment, the next run completes it: each step
 * is safe to repeat, and a company is founded in one transaction. Without HTTP nothing of it is started; what runs of it is seen to with the
 * rest.
 */
export async function startAll(outside: Outside, progress: Progress, withHttp: boolean): Promise<Home> {
  const { env } = outside;
  const home = homeOf(env);
  const address = await progress.step(
    'database',
    () =>
      ensureDatabase({
        home,
        env,
        onProgress: (message) => {
          progress.note(message);
        },
      }),
    ({ host, port, name }) => `PostgreSQL on ${host}:${port.toString()}, database ${name}`,
  );
  const admin = adminConfig(address, env, home);
  await progress.step(
    'schema',
    () => prepareDatabase(admin, loginPasswords(env, home)),
    ({ migrations, repeatable }) =>
      migrations.length + repeatable.length === 0
        ? 'up to date'
        : `${migrations.length.toString()} migrations and ${repeatable.length.toString()} files of functions applied`,
  );
  await progress.step(
    'definitions',
    () => Promise.all(SERVERS.map((server) => publishDefinitions(admin, server))),
    () => `published: what agents see of ${SERVERS.join(', ')}`,
  );
  const founded = await progress.step(
    'companies',
    () => withImporter(outside, home, address, (door) => foundAll(door, home, progress)),
    (names) => (names.length === 0 ? `${tenants.join(', ')} are there` : `founded ${names.join(', ')}`),
  );
  await progress.step(
    'facts',
    () => withImporter(outside, home, address, (door) => loadAll(outside, door)),
    (names) =>
      names.length === 0 ? 'a year of every company and server is there' : `loaded a year of ${names.join(', ')}`,
  );
  await startPeopleAndWorkers(outside, home, progress);
  if (withHttp || (await runningHttpServers(home)).length > 0) await startHttp(outside, home, progress);
  const { host, port, name, kind } = address;
  progress.fact('home', home.path);
  progress.fact('database', { kind, host, port, name });
  progress.fact('founded', founded);
  return home;
}

async function startPeopleAndWorkers(outside: Outside, home: Home, progress: Progress): Promise<void> {
  const enrolled = await progress.step(
    'people',
    () => enrollAll(home),
    (people) => `who may ask from this machine: ${people.join(', ')}`,
  );
  const rail = await progress.step(
    'rail',
    () => startRail(home),
    (start) => `the sandbox payment rail, ${start}`,
  );
  const workers = await progress.step(
    'workers',
    () => Promise.all(SERVERS.map((server) => ensureWorker(home, outside.env, server))),
    (starts) => SERVERS.map((server, index) => `${server} ${starts[index] ?? ''}`).join(', '),
  );
  progress.fact('enrolled', enrolled);
  progress.fact('rail', rail);
  progress.fact('workers', Object.fromEntries(SERVERS.map((server, index) => [server, workers[index]])));
}

const tenants = DEMO_COMPANIES.map(({ tenant }) => TenantId.parse(tenant));

async function withImporter<T>(
  outside: Outside,
  home: Home,
  address: DatabaseAddress,
  work: (door: TenantDoor) => Promise<T>,
): Promise<T> {
  const door = openDoor({
    ...loginConfig(address, 'supercargo_importer', outside.env, home),
    namedStatements: address.namedStatements,
    connectionsMax: 1,
  });
  try {
    return await work(door);
  } finally {
    await door.close();
  }
}

async function foundAll(door: TenantDoor, home: Home, progress: Progress): Promise<readonly string[]> {
  const founded: string[] = [];
  for (const company of DEMO_COMPANIES) {
    const isNew = await foundCompany(door, home, company, (secrets) => {
      progress.secrets(company.tenant, secrets);
    });
    if (isNew) founded.push(company.tenant);
  }
  return founded;
}

/** Loads what is not there yet, a company at a time; gives the companies that it loaded. */
async function loadAll(outside: Outside, door: TenantDoor): Promise<readonly string[]> {
  const loaded: string[] = [];
  for (const tenant of tenants) {
    const missing = await door.read(tenant, withoutDemoFacts);
    await Promise.all(missing.map((server) => loadFacts(outside, server, tenant)));
    if (missing.length > 0) loaded.push(tenant);
  }
  return loaded;
}

async function loadFacts(outside: Outside, server: ServerName, tenant: TenantId): Promise<void> {
  const { code, errors } = await runServer(outside, server, ['import', 'demo', tenant]);
  const why = errors.trim() === '' ? 'it was ended; the next start loads them' : errors.trim();
  if (code !== 0) throw new Refused(`the ${server} facts of ${tenant} could not be loaded: ${why}`);
}

async function enrollAll(home: Home): Promise<readonly string[]> {
  await enroll(
    home,
    DEMO_COMPANIES.flatMap(({ tenant, enrolled }) => enrolled.map((person) => `${person}@${tenant}`)),
  );
  return readEnrolled(home);
}
