import { readIdentity, readState, runningConsole, runningIssuer, type Home } from '@supercargo/cluster';
import { runningHttpServers } from '../workers/running.ts';
import { httpServers } from './addresses.ts';

/** How things stand with what is reached over HTTP. */
export interface HttpStanding {
  readonly identity: { readonly alive: boolean; readonly url: string; readonly pid?: number; readonly log: string };
  /** The page on which people decide; absent where it was never started. */
  readonly console?: HttpStanding['identity'];
  readonly http: readonly {
    readonly server: string;
    readonly url: string;
    readonly alive: boolean;
    readonly pid?: number;
    readonly log: string;
  }[];
}

/** Undefined where nothing was ever started over HTTP. Asks the processes, not what was written about them. */
export async function httpStanding(home: Home): Promise<HttpStanding | undefined> {
  const [identity, servers] = [await readIdentity(home), await httpServers(home)];
  if (identity === undefined || servers.length === 0) return undefined;
  const running = await runningHttpServers(home);
  const alive = (await runningIssuer(home)) !== undefined;
  const { issuer: url, log, pid } = identity;
  const console = await consoleStanding(home);
  return {
    identity: { alive, url, log, ...(alive && pid !== undefined ? { pid } : {}) },
    ...(console === undefined ? {} : { console }),
    http: servers.map((one) => {
      const found = running.find(({ pid: process }) => process === one.pid);
      const told = { server: one.name, url: one.url, log: one.log };
      return found === undefined ? { ...told, alive: false } : { ...told, alive: true, pid: found.pid };
    }),
  };
}

async function consoleStanding(home: Home): Promise<HttpStanding['console']> {
  const { console: state } = await readState(home);
  if (state === undefined) return undefined;
  const { url, log, pid } = state;
  const alive = (await runningConsole(home)) !== undefined;
  return { alive, url, log, ...(alive && pid !== undefined ? { pid } : {}) };
}

const START = 'npx supercargo up --detach starts it';

/** The same for a person. */
export function httpLines({ identity, console, http = [] }: Partial<HttpStanding>): readonly string[] {
  if (identity === undefined) return [];
  const line = (what: string, of: HttpStanding['identity'], name: string): string => {
    const said = `${what.padEnd(9)} ${name}`;
    if (!of.alive) return `${said} does not run at ${of.url}; ${START}`;
    return `${said} at ${of.url}, process ${of.pid?.toString() ?? '?'}, log ${of.log}`;
  };
  return [
    line('sign-in', identity, 'the development authorization server'),
    ...(console === undefined ? [] : [line('console', console, 'the page on which people decide')]),
    ...http.map((one) => line('http', one, one.server)),
  ];
}
