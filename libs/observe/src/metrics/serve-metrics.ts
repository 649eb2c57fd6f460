import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '../telemetry.ts';

/** A listener that tells metrics to this machine. */
export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';
const HOST = /^(localhost|127\.0\.0\.1)(:\d{1,5})?$/i;
const BOUNDS = { headersTimeout: 5_000, requestTimeout: 5_000, keepAliveTimeout: 30_000, maxHeaderSize: 8 * 1024 };
const CONNECTIONS_MAX = 16;

/** Why a request is not answered; undefined where it is. */
function refusalOf({ headers, headersDistinct, method, url }: IncomingMessage): number | undefined {
  // A page of somebody else that resolves its name to this address must not read what a browser here can.
  if (headersDistinct['host']?.length !== 1 || !HOST.test(headers.host ?? '')) return 403;
  if (url !== '/metrics') return 404;
  return method === 'GET' ? undefined : 405;
}

async function answer(metrics: Metrics, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const status = refusalOf(request);
  if (status !== undefined) {
    response.writeHead(status, { 'content-length': 0, ...(status === 405 ? { allow: 'GET' } : {}) }).end();
    return;
  }
  const text = await metrics.text();
  response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
}

/**
 * Tells metrics at `/metrics` of a port of its own, to this machine alone: no other address can be configured, because nobody who asks is
 * asked who they are. Port 0 takes a free one.
 */
export async function serveMetrics(
  metrics: Metrics,
  port: number,
  onFault: (fault: unknown) => void,
): Promise<MetricsServer> {
  const { createServer } = await import('node:http');
  const server = createServer(BOUNDS, (request, response) => {
    answer(metrics, request, response).catch((fault: unknown) => {
      onFault(fault);
      response.destroy();
    });
  });
  server.maxConnections = CONNECTIONS_MAX;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(port, ADDRESS, () => {
    resolve(undefined);
  });
  await promise;
  server.off('error', reject);
  server.on('error', onFault);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
