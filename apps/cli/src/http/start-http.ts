import {
  consoleRedirect,
  reserveConsole,
  runningIssuer,
  startIdentity,
  type ConsoleState,
  type Home,
} from '@supercargo/cluster';
import { DEMO_COMPANIES } from '@supercargo/prisma';
import { Refused } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { identitySettings } from '../up/identity.ts';
import type { Progress } from '../up/progress.ts';
import { newestSource } from '../workers/newest-source.ts';
import { reserveAddresses, type HttpServer } from './addresses.ts';
import { writeAuthFiles } from './auth-file.ts';
import { ensureConsole } from './console.ts';
import { scopesOf, titleOf } from './scopes.ts';
import { ensureHttpServer } from './start.ts';

async function issuerOf(home: Home): Promise<string> {
  const issuer = await runningIssuer(home);
  if (issuer !== undefined) return issuer;
  throw new Refused(
    'the authorization server ended as soon as it was ready; its log is in the folder logs of the home',
  );
}

/** The values, or the first failure once nothing is under way any more: a start that was refused must not go on starting others. */
async function whenAllEnded<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function signIn(
  { env }: Outside,
  home: Home,
  servers: readonly HttpServer[],
  console: ConsoleState,
): Promise<{ readonly start: string; readonly issuer: string }> {
  const known = servers.map((site) => ({
    ...{ name: site.name, title: titleOf(site), resource: site.url, scopes: scopesOf(site) },
  }));
  const settings = identitySettings(DEMO_COMPANIES, known, consoleRedirect(console));
  const start = await startIdentity(home, env, settings, newestSource('idp'));
  return { start, issuer: await issuerOf(home) };
}

/**
 * Starts the development authorization server, the console and each MCP server over HTTP, at addresses that stay their own; what runs and is
 * current stays as it is. Needs the database and the published definitions.
 */
export async function startHttp(outside: Outside, home: Home, progress: Progress): Promise<void> {
  const servers = await reserveAddresses(home);
  const console = await reserveConsole(home);
  const { start, issuer } = await progress.step(
    'sign-in',
    () => signIn(outside, home, servers, console),
    (identity) => `the development authorization server ${identity.issuer}, ${identity.start}`,
  );
  const consoleStart = await progress.step(
    'console',
    () => ensureConsole(home, outside.env, issuer),
    (came) => `where people decide in a browser: ${console.url}, ${came}`,
  );
  await writeAuthFiles(home, servers, issuer);
  const starts = await progress.step(
    'http',
    () => whenAllEnded(servers.map((server) => ensureHttpServer(home, outside.env, server))),
    (all) => servers.map(({ name, url }, index) => `${name} ${url} ${all[index] ?? ''}`).join(', '),
  );
  progress.fact('identity', { start, issuer });
  progress.fact('console', { start: consoleStart, url: console.url });
  progress.fact(
    'http',
    Object.fromEntries(servers.map(({ name, url }, index) => [name, { start: starts[index], url }])),
  );
}
