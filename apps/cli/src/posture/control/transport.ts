import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { databaseStatus, readRail } from '@supercargo/cluster';
import { isLoopbackHost } from '@supercargo/kernel';
import type { HttpServer } from '../../http/addresses.ts';
import { scopesOf } from '../../http/scopes.ts';
import { askHttp, messageOf } from '../ask-http.ts';
import { atEach, otherThan } from '../at-each.ts';
import { EVERYWHERE, expected, held, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';

const REMEDY = 'npx supercargo down: it may be reached by those it is not for';
const connectMs = 1_000;

/** The addresses by which others reach this machine. */
function outerAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((of) => of ?? [])
    .filter(({ internal, scopeid }) => !internal && !(scopeid !== undefined && scopeid > 0))
    .map(({ address }) => address);
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectMs });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
    socket.once('timeout', () => {
      end(false);
    });
  });
}

/** The address of this machine, other than its own loopback, at which this port answers; undefined where there is none. */
export async function reachedFromOutside(port: number, addresses = outerAddresses()): Promise<string | undefined> {
  for (const address of addresses) if (await answers(address, port)) return address;
  return undefined;
}

async function bindProblem({ url }: HttpServer): Promise<string | undefined> {
  const { hostname, port, protocol } = new URL(url);
  if (!isLoopbackHost(hostname)) return protocol === 'https:' ? undefined : 'is public and without TLS';
  const found = await reachedFromOutside(Number(port));
  return found === undefined ? undefined : `listens on ${found} as well, without TLS`;
}

async function strangers(site: HttpServer): Promise<string | undefined> {
  const message = messageOf('tools/list');
  const asked = (header: Readonly<Record<string, string>>): ReturnType<typeof askHttp> =>
    askHttp(site, { ...message, headers: { ...message.headers, ...header } });
  return (
    otherThan(403, await asked({ origin: 'https://page.invalid' }), 'a page of another origin') ??
    otherThan(403, await asked({ host: 'rebound.invalid' }), 'another name in Host')
  );
}

async function disagreement({ tokens }: Ground, site: HttpServer): Promise<string | undefined> {
  const message = messageOf('tools/call', { name: 'posture', arguments: {} });
  const token = await tokens.for(site, scopesOf(site)[0]);
  const asked = (header: Readonly<Record<string, string>>): ReturnType<typeof askHttp> =>
    askHttp(site, { ...message, headers: { ...message.headers, ...header }, token });
  return (
    otherThan(400, await asked({ 'mcp-method': 'tools/list' }), 'a header with another method than the body') ??
    otherThan(400, await asked({ 'mcp-name': 'another' }), 'a header with another tool than the body')
  );
}

async function overHttp(ground: Ground): Promise<readonly Look[]> {
  return [
    ...(await atEach(ground, 'each listens on loopback alone, or with TLS', REMEDY, bindProblem)),
    ...(await atEach(ground, 'another Origin and another Host are answered with 403', REMEDY, strangers)),
    ...(await atEach(ground, 'headers that disagree with the body are answered with 400', REMEDY, (site) =>
      disagreement(ground, site),
    )),
  ];
}

/** Over stdio no server listens; what stands behind it does, on loopback. */
async function behind({ home }: Ground): Promise<readonly Look[]> {
  const [database, rail] = [await databaseStatus(home), await readRail(home)];
  const ports: (readonly [string, number])[] = [];
  if (database.kind === 'running') ports.push(['the database', database.port]);
  if (rail !== undefined) ports.push(['the sandbox rail', Number(new URL(rail.url).port)]);
  const looks = await Promise.all(
    ports.map(async ([what, port]) => {
      const found = await reachedFromOutside(port);
      return expected(
        found === undefined,
        `${what} answers on loopback alone`,
        `${what} answers on ${found ?? ''}, to whoever reaches this machine`,
        REMEDY,
      );
    }),
  );
  return looks.length === 0 ? [held('the database is somewhere else, and nothing of ours listens here')] : looks;
}

export const transport: Control = {
  name: 'tls_origin_host_loopback',
  title: 'TLS, Origin and Host, loopback',
  demands: EVERYWHERE,
  look: (ground) => (ground.profile === 'local' ? behind(ground) : overHttp(ground)),
};
