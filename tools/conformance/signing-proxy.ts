import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server for a client that cannot send a token. */
export interface SigningProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Forwards every request as it is, `Host` and `Origin` as well, with the token of somebody who has signed in added to it. What the server
 * answers, and when it or the client ends, is passed on.
 */
export async function signingProxy(target: string, token: string): Promise<SigningProxy> {
  const { hostname, port, pathname } = new URL(target);
  const forward = (asked: IncomingMessage, answer: ServerResponse): void => {
    const headers = [...asked.rawHeaders, 'Authorization', `Bearer ${token}`];
    const { method, url: path } = asked;
    const onward = request({ hostname, port, method, path, headers, agent: false }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.statusMessage, reply.rawHeaders);
      // A stream is begun with its headers, long before its first event.
      answer.flushHeaders();
      reply.pipe(answer);
      reply.on('error', () => answer.destroy());
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  };
  const server = createServer(forward);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${own}${pathname}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
