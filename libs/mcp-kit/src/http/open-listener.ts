import { createServer, type RequestListener, type Server as HttpServer, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { isIP } from 'node:net';
import { ConfigurationError } from '../config.ts';
import type { HttpBounds, HttpOptions } from './http-options.ts';
import { followTls, readTls } from './tls-files.ts';

/** How often a connection is looked at that sends too slowly; Node's own is 30 s, three times the bound. */
const CHECK_MS_MAX = 1_000;

/** A socket that requests come from, and what stops what it needs. */
export interface Listener {
  readonly server: HttpServer;
  readonly port: number;
  readonly stop: () => void;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Without TLS only what does not leave this machine is served. */
function checkBind({ host, tls, hosts }: HttpOptions): void {
  if (isLoopback(host)) return;
  if (tls === undefined) {
    throw new ConfigurationError('an address other than loopback is served with TLS, or not at all');
  }
  if (hosts === undefined) {
    throw new ConfigurationError('an address other than loopback needs the names that it is called by');
  }
}

function serverOptions(bounds: HttpBounds): ServerOptions {
  return {
    headersTimeout: bounds.headersMs,
    requestTimeout: bounds.requestMs,
    connectionsCheckingInterval: Math.min(CHECK_MS_MAX, bounds.headersMs),
    keepAliveTimeout: bounds.keepAliveMs,
    maxHeaderSize: 16 * 1024,
    requireHostHeader: true,
    insecureHTTPParser: false,
  };
}

/** Listens, bounded in time and number. Throws a ConfigurationError where that would serve others over an open line. */
export async function openListener(
  options: HttpOptions,
  bounds: HttpBounds,
  onRequest: RequestListener,
  onFault: (fault: unknown) => void,
): Promise<Listener> {
  checkBind(options);
  const { tls } = options;
  let server: HttpServer;
  let stop = (): void => undefined;
  if (tls === undefined) {
    server = createServer(serverOptions(bounds), onRequest);
  } else {
    const pair = await readTls(tls);
    const clients = { requestCert: tls.askClients === true, rejectUnauthorized: false };
    const secure = createSecureServer(
      { ...serverOptions(bounds), ...pair, ...clients, minVersion: 'TLSv1.2' },
      onRequest,
    );
    secure.on('tlsClientError', () => undefined);
    stop = followTls(secure, tls, pair, onFault);
    server = secure;
  }
  server.maxRequestsPerSocket = bounds.requestsPerSocketMax;
  server.maxConnections = bounds.connectionsMax;
  server.maxHeadersCount = 100;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(options.port, options.host, () => {
    resolve(undefined);
  });
  await promise;
  server.off('error', reject);
  server.on('error', onFault);
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : options.port, stop };
}
