import { request, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpServer } from '../http/addresses.ts';

/** What a server answered, as far as a look needs it. Status 0: nothing came. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asked {
  /** POST where it is not said. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** After `/mcp` in the target. */
  readonly query?: string;
  readonly token?: string;
  readonly body?: string;
  /** Does not say how long the body is. */
  readonly chunked?: boolean;
}

const answerMs = 10_000;
const textCharactersMax = 1024 * 1024;
const slowedTimesMax = 4;

/** The headers of a message as they must be since 2026-07-28: they repeat what the body says. */
export function messageOf(
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): Required<Pick<Asked, 'headers' | 'body'>> {
  const { name } = params;
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'supercargo-posture', version: '0.1.0' },
  };
  return {
    headers: {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
  };
}

function once(
  { url }: Pick<HttpServer, 'url'>,
  { method = 'POST', headers, query = '', token, body, chunked }: Asked,
): Promise<Answered> {
  const sent = {
    ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(chunked === true ? { 'transfer-encoding': 'chunked' } : { 'content-length': Buffer.byteLength(body ?? '') }),
    ...headers,
  };
  return new Promise((resolve) => {
    const none = (): void => {
      resolve({ status: 0, headers: {}, text: '' });
    };
    // Not `fetch`: that lets nobody choose Host, nor send a length that is not the body's.
    const asking = request(`${url}${query}`, { method, headers: sent, agent: false }, (response) => {
      let text = '';
      const end = (): void => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        asking.destroy();
      };
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > textCharactersMax) end();
      });
      response.once('end', end).once('error', end);
    });
    asking.setTimeout(answerMs, () => asking.destroy());
    asking.once('error', none).once('close', none);
    if (chunked === true) {
      for (let at = 0; at < (body ?? '').length; at += 65_536) asking.write(body?.slice(at, at + 65_536));
    }
    asking.end(chunked === true ? undefined : body);
  });
}

/** Asks, as nobody or with a token. Where failed sign-ins of this machine slowed all others down, it waits its turn. */
export async function askHttp(site: Pick<HttpServer, 'url'>, asked: Asked): Promise<Answered> {
  for (let time = 1; ; time += 1) {
    const answer = await once(site, asked);
    if (answer.status !== 429 || time === slowedTimesMax) return answer;
    await sleep(1_000);
  }
}

/** The JSON of an answer, which may stand in a stream of events; undefined where there is none. */
export function documentOf({ text, headers }: Answered): Readonly<Record<string, unknown>> | undefined {
  const isStream = headers['content-type']?.startsWith('text/event-stream') === true;
  const json = isStream
    ? text
        .split('\n')
        .findLast((line) => line.startsWith('data: {'))
        ?.slice('data: '.length)
    : text;
  try {
    const value: unknown = JSON.parse(json ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
