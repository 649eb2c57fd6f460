import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpServer } from '../http/addresses.ts';

/** A defect that a server may have, by name. */
export type Defect =
  | 'believes a token that is none'
  | 'believes what nobody signed'
  | 'believes the token of another server'
  | 'takes a token from its address'
  | 'says nothing of where to sign in'
  | 'answers everybody'
  | 'answers any origin'
  | 'answers any host'
  | 'executes bodies whatever the headers say'
  | 'takes large bodies'
  | 'takes what grows'
  | 'lets a reader write'
  | 'leaves limits uncounted';

interface Fake {
  readonly site: HttpServer;
  /** Until the next is given; undefined: none. */
  has(defect: Defect | undefined): void;
  /** The names of tools that it was asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

const bytesMax = 256 * 1024;

const TOOLS = [
  { name: 'look', annotations: { readOnlyHint: true } },
  { name: 'write', annotations: { readOnlyHint: false } },
];

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

function isBelieved(token: string, origin: string, defect: Defect | undefined): boolean {
  if (token === `good for ${origin}`) return true;
  if (defect === 'believes a token that is none') return token === 'not-a-token';
  if (defect === 'believes what nobody signed') return token.endsWith('.');
  return defect === 'believes the token of another server' && token.startsWith('good for');
}

function statusBeforeBody({ headers, url = '' }: IncomingMessage, origin: string, defect?: Defect): number | undefined {
  if (headers.host !== origin.slice('http://'.length) && defect !== 'answers any host') return 403;
  if (headers.origin !== undefined && defect !== 'answers any origin') return 403;
  if (Number(headers['content-length'] ?? 0) > bytesMax && defect !== 'takes large bodies') return 413;
  if (url.includes('access_token=') && defect !== 'takes a token from its address') return 400;
  const token = (headers.authorization ?? '').slice('Bearer '.length);
  if (token === '' && defect === 'answers everybody') return undefined;
  return isBelieved(token, origin, defect) ? undefined : 401;
}

interface Message {
  readonly method: string;
  readonly params: { readonly name?: string; readonly deep?: unknown };
}

function statusOf({ headers }: IncomingMessage, body: string, { method, params }: Message, defect?: Defect): number {
  if (body.length > bytesMax && defect !== 'takes what grows') return 413;
  if (params.deep !== undefined) return 400;
  const agrees = headers['mcp-method'] === method && headers['mcp-name'] === params.name;
  if (!agrees && defect !== 'executes bodies whatever the headers say') return 400;
  return params.name === 'write' && defect !== 'lets a reader write' ? 403 : 200;
}

/** A server that answers as it must, but for the defect that it was given: to show that each is seen. It has no tools behind its answers. */
export async function fakeSite(name: 'inventory' | 'orders'): Promise<Fake> {
  let defect: Defect | undefined;
  const asked: string[] = [];
  let origin = '';
  const answer = (response: ServerResponse, status: number, document: unknown): void => {
    const metadata = `Bearer resource_metadata="${origin}/metadata"`;
    const challenge = status === 401 && defect !== 'says nothing of where to sign in';
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(challenge ? { 'www-authenticate': metadata } : {}),
    });
    response.end(JSON.stringify(document));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const unmet = defect === 'leaves limits uncounted' ? ['limits'] : [];
    if (request.url === '/readyz') {
      answer(response, 200, { ready: unmet.length === 0, unmet });
      return;
    }
    if (request.url === '/metadata') {
      answer(response, 200, { resource: `${origin}/mcp`, authorization_servers: ['https://issuer.invalid'] });
      return;
    }
    const refused = statusBeforeBody(request, origin, defect);
    const body = await bodyOf(request);
    const message = JSON.parse(body) as Message;
    if (message.params.name !== undefined) asked.push(message.params.name);
    answer(response, refused ?? statusOf(request, body, message, defect), { result: { tools: TOOLS } });
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  return {
    site: { name, server: name, faces: 'staff', url: `${origin}/mcp`, log: '/dev/null' },
    has: (given) => {
      defect = given;
    },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
