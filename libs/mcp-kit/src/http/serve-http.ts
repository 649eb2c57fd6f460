import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RequestCounts } from '../limits/request-counts.ts';
import { sdkServer } from '../protocol/sdk-server.ts';
import type { Runtime } from '../runtime.ts';
import type { Answering } from './answer-request.ts';
import { dispatch, type Serving } from './dispatch.ts';
import type { Exchange } from './exchange.ts';
import { Exchanges } from './exchanges.ts';
import { foundOf, HTTP_CODE, type HttpCall, type HttpRefusal, type Site } from './http-call.ts';
import { HTTP_BOUNDS, type HttpBounds, type HttpOptions } from './http-options.ts';
import { httpSteps, siteSteps, throughHttpSteps } from './http-steps.ts';
import { openListener, type Listener } from './open-listener.ts';
import { paramHeaders } from './param-headers.ts';
import { MCP_PATH, servePublic } from './public-routes.ts';
import { FAULT, refuseRequest } from './refuse-request.ts';
import { Sessions } from './sessions.ts';
import { SharedTransport } from './shared-transport.ts';
import { Slots } from './slots.ts';
import { MODERN_VERSION } from './versions.ts';

const WATCH_MS = 2_000;
const DRAIN_LOOK_MS = 20;

/** What a process has open. */
export interface Standing {
  readonly responses: number;
  /** Requests that wait for their answer. */
  readonly inFlight: number;
  readonly sessions: number;
  readonly streams: number;
  readonly listens: number;
}

/** A server that answers over HTTP. */
export interface HttpServing {
  readonly port: number;
  /** Responses that are not over. */
  readonly inFlight: () => number;
  /** What is open just now. */
  readonly standing: () => Standing;
  /** Takes no new connections, answers what has been asked, ends streams and sessions, and closes. Resolves within the bound. */
  readonly drain: () => Promise<void>;
}

const STOPPING: HttpRefusal = {
  ...{ status: 503, reason: 'stopping', jsonRpcCode: HTTP_CODE, message: 'This server is stopping; ask again.' },
  headers: { connection: 'close', 'retry-after': '1' },
};

/** The one server of the SDK that answers 2026-07-28. Who asks is found by the request, so that it can be shared by all of them. */
async function openShared(runtime: Runtime, answering: Answering, { extend }: HttpOptions): Promise<SharedTransport> {
  const exchanges = new Exchanges();
  const server = sdkServer(runtime, {
    principalOf: ({ mcpReq }) => exchanges.principalOf(mcpReq.id),
    traceparentOf: ({ mcpReq }) => exchanges.find(mcpReq.id)?.asked.traceparent,
    onHandled: ({ mcpReq }) => {
      const exchange = exchanges.find(mcpReq.id);
      if (exchange !== undefined) exchange.audited = true;
    },
    // Nobody is asked in the middle of a request of this revision.
    inputEnded: new AbortController().signal,
    watch: undefined,
    versions: [MODERN_VERSION],
  });
  server.onerror = (fault) => {
    runtime.onFault(fault, 'http');
  };
  extend?.(server);
  const transport = new SharedTransport(answering, exchanges);
  await server.connect(transport);
  return transport;
}

async function handle(call: HttpCall, response: ServerResponse, serving: Serving): Promise<HttpRefusal | undefined> {
  const refusal = await throughHttpSteps(call, siteSteps);
  if (refusal !== undefined) return refusal;
  if (foundOf(call, 'path') !== MCP_PATH) return servePublic(call, response);
  if (call.site.isDraining()) return STOPPING;
  return (await throughHttpSteps(call, httpSteps)) ?? dispatch(call, response, serving);
}

async function answerTo(call: HttpCall, response: ServerResponse, serving: Serving): Promise<void> {
  try {
    const refusal = await handle(call, response, serving);
    if (refusal !== undefined) await refuseRequest(call, response, refusal);
  } catch (fault) {
    call.site.runtime.onFault(fault, 'http');
    await refuseRequest(call, response, FAULT);
  }
}

function siteOf(runtime: Runtime, options: HttpOptions, bounds: HttpBounds, isDraining: () => boolean): Site {
  const { authenticator } = options;
  const watchMs = options.watchMs ?? WATCH_MS;
  const answering = { runtime, authenticator, isModern: false };
  return {
    runtime,
    authenticator,
    options,
    bounds,
    params: paramHeaders(runtime),
    sessions: new Sessions({ runtime, answering, watchMs, extend: options.extend }, bounds),
    requests: new RequestCounts(runtime.limits.requests),
    inFlight: new Slots(bounds.inFlightMax, bounds.inFlightTotalMax),
    streams: new Slots(bounds.streamsMax, bounds.sessionsTotalMax),
    listens: new Slots(bounds.streamsMax, bounds.listensTotalMax),
    isDraining,
  };
}

/** What a process has under way. */
interface UnderWay {
  /** Responses that are not over, streams included. */
  readonly responses: Set<ServerResponse>;
  /** Streams that stay open by themselves, and how each is ended. */
  readonly streams: Map<Exchange, () => void>;
}

function standingOf({ inFlight, sessions, streams, listens }: Site, { responses }: UnderWay): Standing {
  return {
    ...{ responses: responses.size, inFlight: inFlight.total, sessions: sessions.size },
    ...{ streams: streams.total, listens: listens.total },
  };
}

async function drain(site: Site, { server, stop }: Listener, { responses, streams }: UnderWay): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  // What stays open by itself has nothing to finish.
  for (const end of streams.values()) end();
  const until = performance.now() + site.bounds.drainMs;
  while (responses.size > 0 && performance.now() < until) await sleep(DRAIN_LOOK_MS);
  await site.sessions.close();
  stop();
  server.closeAllConnections();
  await closed;
}

/**
 * Serves MCP over HTTP at `/mcp`, in every revision that is spoken, until it is drained (Streamable HTTP of 2026-07-28 and 2025-11-25).
 * Throws a ConfigurationError where it was told to serve others over an open line.
 */
export async function serveHttp(runtime: Runtime, options: HttpOptions): Promise<HttpServing> {
  const bounds: HttpBounds = { ...HTTP_BOUNDS, ...options.bounds };
  let draining: Promise<void> | undefined;
  const site = siteOf(runtime, options, bounds, () => draining !== undefined);
  const modern = { runtime, authenticator: options.authenticator, isModern: true };
  const underWay: UnderWay = { responses: new Set(), streams: new Map() };
  const serving: Serving = {
    shared: await openShared(runtime, modern, options),
    modern,
    watchMs: options.watchMs ?? WATCH_MS,
    onStream: (stream, end) => {
      underWay.streams.set(stream, end);
      stream.onOver(() => underWay.streams.delete(stream));
    },
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    underWay.responses.add(response);
    response.once('close', () => underWay.responses.delete(response));
    answerTo({ request, site, found: {} }, response, serving).catch((fault: unknown) => {
      // Not even the refusal could be said: nobody is answered, and no other request suffers for it.
      runtime.onFault(fault, 'http');
      response.destroy();
    });
  };
  const listener = await openListener(options, bounds, onRequest, (fault) => {
    runtime.onFault(fault, 'http');
  });
  return {
    port: listener.port,
    inFlight: () => underWay.responses.size,
    standing: () => standingOf(site, underWay),
    drain: () => (draining ??= drain(site, listener, underWay)),
  };
}
