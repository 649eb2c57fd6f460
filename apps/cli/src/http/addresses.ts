import { createServer } from 'node:net';
import { join } from 'node:path';
import { readState, updateState, type Home, type HttpServerState } from '@supercargo/cluster';
import { SERVERS, type ServerName } from '@supercargo/kernel';

const HOST = '127.0.0.1';

/** A server over HTTP as `state.json` has it, by its name. */
export type HttpServer = HttpServerState & { readonly server: ServerName };

const nameOf = (server: string): ServerName | undefined => SERVERS.find((known) => known === server);

/** The servers that have an address, running or not; none before the first start with `--http`. */
export async function httpServers(home: Home): Promise<readonly HttpServer[]> {
  const { http = [] } = await readState(home);
  return SERVERS.flatMap((server) =>
    http.filter((one) => nameOf(one.server) === server).map((one) => ({ ...one, server })),
  );
}

/**
 * Gives each server without an address a free port of this machine, for good: hosts are told of it, and tokens are for it. Two starts at
 * once give it one.
 */
export async function reserveAddresses(home: Home): Promise<readonly HttpServer[]> {
  const missing = SERVERS.length - (await httpServers(home)).length;
  const free = await freePorts(missing);
  await updateState(home, (state) => {
    const left = [...free];
    const http = SERVERS.flatMap((server): readonly HttpServerState[] => {
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
export async function isFree(url: string): Promise<boolean> {
  try {
    await (await listen(Number(new URL(url).port))).close();
    return true;
  } catch {
    return false;
  }
}

/** All are held until the last is found, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listen(0)));
  await Promise.all(held.map(({ close }) => close()));
  return held.map(({ port }) => port);
}

function listen(port: number): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer();
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close });
    });
  });
}
