import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import { tokenByCode } from '../signed-in/code-flow.ts';
import type { Company } from '../signed-in/company.ts';
import { freePort } from '../signed-in/free-port.ts';
import type { PageReader } from '../signed-in/page-reader.ts';
import type { RunningServer } from '../signed-in/server-process.ts';
import { AS_IT_IS, NOT_CHECKED, NOT_CHECKED_AS_IT_IS, type Revision } from './scenarios.ts';
import { signingProxy } from './signing-proxy.ts';
import { catalogue, resultsIn, runSuite } from './suite.ts';
import { outcomeOf, type Outcome } from './verdict.ts';

type Catalogue = Awaited<ReturnType<typeof catalogue>>;

/** The server that has the suite's tools beside its own. */
export const SUITE_SERVER = 'inventory';
export const AUTHORIZATION_SERVER = 'idp';

/** Far more than a scenario takes, for a machine that has other things to do. */
const SCENARIO_MS = '120000';

const ASKING = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Whoever signs in for the suite: of the role that may do most. */
const WHO = 'mara';

function emptyFolder(...names: readonly string[]): string {
  const folder = join(checkoutOf(), 'dist', 'conformance', ...names);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** One server in one revision. */
async function runServer(
  url: string,
  target: string,
  revision: Revision,
  scenarios: readonly string[],
): Promise<readonly Outcome[]> {
  const folder = emptyFolder(target, revision);
  const args = ['server', '--url', url, '--suite', 'all', '--spec-version', revision, '--timeout', SCENARIO_MS];
  const { code } = await runSuite([...args, '-o', folder]);
  const results = resultsIn(folder, 'server', scenarios);
  const hasTools = target === SUITE_SERVER;
  const held = hasTools ? scenarios : scenarios.filter((name) => AS_IT_IS.includes(name));
  const excused = hasTools ? NOT_CHECKED : NOT_CHECKED_AS_IT_IS;
  const outcomes = held.map((scenario) => outcomeOf({ target, revision, scenario }, results.get(scenario), excused));
  // The suite calls every server's tools by its own names, so that only where they are does its exit code say anything.
  if (hasTools && code !== 0 && outcomes.every(({ problems }) => problems.length === 0)) {
    throw new Error(`the suite ended with ${code}, and its results do not say why`);
  }
  return outcomes;
}

/** One server in every revision, by the token of somebody who has signed in for it. */
async function checkServer(
  { issuer }: Company,
  person: PageReader,
  server: RunningServer,
  scenarios: Catalogue,
): Promise<readonly Outcome[]> {
  const stranger = await fetch(server.url, { method: 'POST', headers: ASKING, body: '{}' });
  if (stranger.status !== 401) throw new Error(`${server.name} answers ${stranger.status} to whoever has no token`);
  const { token } = await tokenByCode(issuer, person, server.url, server.scopes.join(' '));
  const proxy = await signingProxy(server.url, token);
  try {
    const outcomes: Outcome[] = [];
    for (const [revision, names] of scenarios) {
      outcomes.push(...(await runServer(proxy.url, server.name, revision, names)));
    }
    return outcomes;
  } finally {
    await proxy.close();
  }
}

/** Goes to the address that the suite prints, once, as its reader would. */
function visitor(person: PageReader): {
  readonly heard: (printed: string) => void;
  readonly visited: () => Promise<void>;
} {
  let visit: Promise<void> | undefined;
  return {
    heard: (printed) => {
      const asked = /^http:\/\/127\.0\.0\.1:\d+\/auth\?.*$/m.exec(printed)?.[0];
      if (asked === undefined) return;
      visit ??= person.allow(asked).then(async (back) => {
        await fetch(back);
      });
    },
    visited: async () => {
      await visit;
    },
  };
}

/** The scenarios for authorization servers, in every revision. */
async function checkAuthorization({ issuer, servers }: Company, person: PageReader): Promise<readonly Outcome[]> {
  const resource = servers[0]?.url ?? '';
  const outcomes: Outcome[] = [];
  for (const [revision, scenarios] of await catalogue('authorization')) {
    const folder = emptyFolder(AUTHORIZATION_SERVER, revision);
    const { heard, visited } = visitor(person);
    const client = ['--client-id', 'supercargo-cli', '--resource', resource, '--port', String(await freePort())];
    const args = ['authorization', '--url', issuer, ...client, '--spec-version', revision, '-o', folder];
    await runSuite(args, heard);
    await visited();
    const results = resultsIn(folder, 'authorization', scenarios);
    for (const scenario of scenarios) {
      outcomes.push(outcomeOf({ target: AUTHORIZATION_SERVER, revision, scenario }, results.get(scenario), {}));
    }
  }
  return outcomes;
}

/** The suite at everything that was started, two servers at a time. */
export async function checkAll(company: Company, say: (line: string) => void): Promise<readonly Outcome[]> {
  const person = await company.person(WHO);
  const scenarios = await catalogue('server');
  const waiting = [...company.servers];
  const outcomes: Outcome[] = [];
  const lane = async (): Promise<void> => {
    for (let server = waiting.shift(); server !== undefined; server = waiting.shift()) {
      say(`the suite at ${server.name}`);
      outcomes.push(...(await checkServer(company, person, server, scenarios)));
    }
  };
  await Promise.all([lane(), lane()]);
  say('the suite at the authorization server');
  outcomes.push(...(await checkAuthorization(company, person)));
  return outcomes;
}
