import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A defect that the console may have, by name. */
export type ConsoleDefect =
  | 'shows a request to anybody'
  | 'leads away'
  | 'takes the forms of other pages'
  | 'answers any host'
  | 'is another process';

interface FakeConsole {
  readonly url: string;
  /** Until the next is given; undefined: none. */
  has(defect: ConsoleDefect | undefined): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly document?: unknown;
}

function answerOf({ method, headers, url = '' }: IncomingMessage, host: string, defect?: ConsoleDefect): Answer {
  if (url === '/healthz') {
    const pid = defect === 'is another process' ? 1 : process.pid;
    return { status: 200, document: { console: 'ready', pid } };
  }
  if (headers.host !== host && defect !== 'answers any host') return { status: 421 };
  if (method === 'POST') {
    const isTaken = defect === 'takes the forms of other pages' || headers.origin === `http://${host}`;
    return isTaken ? { status: 303, location: '/requests' } : { status: 403 };
  }
  if (defect === 'shows a request to anybody') return { status: 200, document: 'Order 400 of COF-1KG' };
  return { status: 302, location: defect === 'leads away' ? 'https://page.invalid' : `/sign-in?return=${url}` };
}

/** A console that answers as it must without a session, but for the defect that it was given: to show that each is seen. Nobody signs in there. */
export async function fakeConsole(): Promise<FakeConsole> {
  let defect: ConsoleDefect | undefined;
  let host = '';
  const server = createServer((request, response) => {
    const { status, location, document } = answerOf(request, host, defect);
    response.writeHead(status, location === undefined ? {} : { location });
    response.end(document === undefined ? '' : JSON.stringify(document));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  return {
    url: `http://${host}`,
    has: (given) => {
      defect = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
