import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePorts, readState, updateState, type Home, type HttpServerState } from '@supercargo/cluster';
import { SITES, type Site } from './sites.ts';

const HOST = '127.0.0.1';

/** A server over HTTP as `state.json` has it, where it stands by the name of its site. */
export type HttpServer = Omit<HttpServerState, 'server'> & Site;

/** The servers that have an address, running or not; none before the first start over HTTP. */
export async function httpServers(home: Home): Promise<readonly HttpServer[]> {
  const { http = [] } = await readState(home);
  return SITES.flatMap((site) => http.filter((one) => one.server === site.name).map((one) => ({ ...one, ...site })));
}

/**
 * Gives each server without an address a free port of this machine, for good: hosts are told of it, and tokens are for it. Two starts at
 * once give it one.
 */
export async function reserveAddresses(home: Home): Promise<readonly HttpServer[]> {
  const missing = SITES.length - (await httpServers(home)).length;
  const free = await portsFor(home, missing);
  await updateState(home, (state) => {
    const left = [...free];
    const http = SITES.flatMap(({ name: server }): readonly HttpServerState[] => {
      const had = state.http?.find((one) => one.server === server);
      if (had !== undefined) return [had];
      const port = left.pop();
      if (port === undefined) return [];
      return [{ server, url: `http://${HOST}:${port.toString()}/mcp`, log: join(home.logsDir, `${server}-http.log`) }];
    });
    return { ...state, http };
  });
  return httpServers(home);
}

/** Whether nobody listens at this address. */
export function isFree(url: string): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(Number(new URL(url).port), HOST, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

/** None that the system hands out to connections: one of those would stand in the way of the next start. */
async function portsFor(home: Home, count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const port of freePorts(undefined, join(home.path, 'http'))) {
    if (found.length === count) break;
    found.push(port);
  }
  return found;
}
