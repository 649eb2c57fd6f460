import { readIdentity, readState, runningConsole, runningIssuer } from '@supercargo/cluster';
import { httpServers, type HttpServer } from '../http/addresses.ts';
import { unmetOf } from '../http/readiness.ts';
import { runningHttpServers } from '../workers/running.ts';
import { ill, well, type Finding, type Patient } from './check.ts';

const START_AGAIN = 'run npx supercargo up --detach';

/** What is reached over HTTP, where it was started and not stopped: whom people sign in with, where they decide, and each server. */
export async function checkHttp({ home }: Patient): Promise<readonly Finding[]> {
  const started = (await httpServers(home)).filter(({ pid }) => pid !== undefined);
  if (started.length === 0) return [];
  const issuer = await runningIssuer(home);
  const signIn =
    issuer === undefined
      ? ill(
          'sign-in',
          `the authorization server ${(await readIdentity(home))?.issuer ?? ''} does not answer`,
          START_AGAIN,
        )
      : well('sign-in', `the development authorization server answers on ${issuer}`);
  const running = new Set((await runningHttpServers(home)).map(({ pid }) => pid));
  const servers = await Promise.all(started.map((server) => findingOf(server, running)));
  return [signIn, ...(await checkConsole(home)), ...servers];
}

async function checkConsole(home: Patient['home']): Promise<readonly Finding[]> {
  const { console: state } = await readState(home);
  if (state?.pid === undefined) return [];
  const isThere = (await runningConsole(home)) !== undefined;
  return [isThere ? await readiness('console', state) : nobodyServes('console', state)];
}

const nobodyServes = (check: string, { url, log }: Pick<HttpServer, 'url' | 'log'>): Finding =>
  ill(check, `nobody serves ${url}; its log is ${log}`, START_AGAIN);

async function findingOf(server: HttpServer, running: ReadonlySet<number>): Promise<Finding> {
  const check = `http ${server.name}`;
  const isThere = server.pid !== undefined && running.has(server.pid);
  return isThere ? readiness(check, server) : nobodyServes(check, server);
}

async function readiness(check: string, { url, log }: Pick<HttpServer, 'url' | 'log'>): Promise<Finding> {
  const unmet = await unmetOf({ url });
  if (unmet === undefined) return ill(check, `${url} does not answer; its log is ${log}`, START_AGAIN);
  if (unmet.length > 0) return ill(check, `${url} is not ready: ${unmet.join(', ')}`, START_AGAIN);
  return well(check, `${url} is ready`);
}
