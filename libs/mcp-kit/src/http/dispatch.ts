import type { ServerResponse } from 'node:http';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Answering } from './answer-request.ts';
import { callerKey } from './caller-key.ts';
import { Exchange } from './exchange.ts';
import { foundOf, HTTP_CODE, type HttpCall, type HttpRefusal } from './http-call.ts';
import { endListening, serveListen, untilMs } from './listen.ts';
import type { Session } from './session.ts';
import type { SharedTransport } from './shared-transport.ts';

/** What answers requests that have passed the steps. */
export interface Serving {
  readonly shared: SharedTransport;
  readonly modern: Answering;
  readonly watchMs: number;
  /** Told of each stream that stays open by itself, and how it is ended. */
  readonly onStream: (stream: Exchange, end: () => void) => void;
}

const NO_ROOM = {
  ...{ status: 429, reason: 'too_many_streams', jsonRpcCode: HTTP_CODE, headers: { 'retry-after': '10' } },
  message: 'Too many streams are open; close one first.',
} as const;

function exchangeOf(
  call: HttpCall,
  response: ServerResponse,
  message: JSONRPCRequest | null,
  headers?: Readonly<Record<string, string>>,
): Exchange {
  const principal = foundOf(call, 'principal');
  const { traceparent } = call.request.headers;
  const asked = { principal, id: message?.id ?? null, method: message?.method ?? 'GET', traceparent };
  return new Exchange(response, asked, call.site.bounds.unreadBytesMax, headers);
}

function accept(response: ServerResponse, status = 202): void {
  response.writeHead(status, { 'content-length': 0 }).end();
}

/** A request of 2026-07-28, to the one server that answers all of them. */
async function dispatchModern(
  call: HttpCall,
  response: ServerResponse,
  message: JSONRPCRequest,
  serving: Serving,
): Promise<HttpRefusal | undefined> {
  const { site } = call;
  const identity = foundOf(call, 'identity');
  const key = callerKey(identity);
  const isListening = message.method === 'subscriptions/listen';
  const slots = isListening ? site.listens : site.inFlight;
  if (isListening && slots.full(key) !== undefined) return NO_ROOM;
  const exchange = exchangeOf(call, response, message);
  exchange.onOver(slots.take(key));
  if (!isListening) {
    serving.shared.serve(message, exchange);
    return undefined;
  }
  serving.onStream(exchange, () => {
    endListening(exchange);
  });
  const { principal } = exchange.asked;
  const listener = { principal, expiresAt: identity.expiresAt, watchMs: serving.watchMs };
  await serveListen(serving.modern, listener, message, exchange);
  return undefined;
}

async function dispatchInitialize(
  call: HttpCall,
  response: ServerResponse,
  message: JSONRPCRequest,
): Promise<HttpRefusal | undefined> {
  const { site } = call;
  const session = await site.sessions.open(callerKey(foundOf(call, 'identity')), foundOf(call, 'principal'));
  if (session === undefined) {
    const words = 'Too many sessions are open; end one first.';
    const headers = { 'retry-after': '60' };
    return { status: 429, reason: 'too_many_sessions', jsonRpcCode: HTTP_CODE, message: words, headers };
  }
  const exchange = exchangeOf(call, response, message, { 'mcp-session-id': session.id });
  exchange.onOver(() => {
    if (!session.isBegun) site.sessions.drop(session);
  });
  session.serve(message, exchange);
  return undefined;
}

function dispatchRequest(
  call: HttpCall,
  response: ServerResponse,
  message: JSONRPCRequest,
  session: Session,
): HttpRefusal | undefined {
  if (session.isAsking(message)) {
    const words = 'The id belongs to a request that has no answer yet.';
    return { status: 400, reason: 'id_in_use', jsonRpcCode: -32_600, message: words, id: null };
  }
  const exchange = exchangeOf(call, response, message);
  exchange.onOver(call.site.inFlight.take(callerKey(foundOf(call, 'identity'))));
  session.serve(message, exchange);
  return undefined;
}

/** The client's stream of a session, for as long as its token is good: then it opens another with a new one. */
function dispatchStream(
  call: HttpCall,
  response: ServerResponse,
  session: Session,
  serving: Serving,
): HttpRefusal | undefined {
  const identity = foundOf(call, 'identity');
  const key = callerKey(identity);
  if (call.site.streams.full(key) !== undefined) return NO_ROOM;
  const stream = exchangeOf(call, response, null);
  if (!session.attach(stream)) {
    return { status: 409, reason: 'stream_open', jsonRpcCode: HTTP_CODE, message: 'The session has a stream already.' };
  }
  const release = call.site.streams.take(key);
  const end = (): void => {
    stream.end();
  };
  const expiry = setTimeout(end, untilMs(identity.expiresAt)).unref();
  stream.onOver(() => {
    clearTimeout(expiry);
    release();
  });
  serving.onStream(stream, end);
  return undefined;
}

function dispatchSession(
  call: HttpCall,
  response: ServerResponse,
  session: Session,
  serving: Serving,
): HttpRefusal | undefined {
  if (call.request.method === 'GET') return dispatchStream(call, response, session, serving);
  if (call.request.method === 'DELETE') {
    call.site.sessions.drop(session);
    accept(response, 200);
    return undefined;
  }
  const { kind, message } = foundOf(call, 'message');
  if (kind === 'request') return dispatchRequest(call, response, message, session);
  session.deliver(message);
  accept(response);
  return undefined;
}

/** Hands a request that passed every step to whatever answers it, or refuses it where that has no room. */
export async function dispatch(
  call: HttpCall,
  response: ServerResponse,
  serving: Serving,
): Promise<HttpRefusal | undefined> {
  const { session, message } = call.found;
  if (session !== undefined) return dispatchSession(call, response, session, serving);
  if (message?.kind !== 'request') {
    // There is no state that a notification could change: the end of a response is what cancels it.
    accept(response);
    return undefined;
  }
  return foundOf(call, 'era') === 'modern'
    ? dispatchModern(call, response, message.message, serving)
    : dispatchInitialize(call, response, message.message);
}
