import {
  ProtocolErrorCode,
  SUBSCRIPTION_ID_META_KEY,
  TRACEPARENT_META_KEY,
  type JSONRPCMessage,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import { traceOf, type TraceContext } from '@supercargo/observe';
import * as z from 'zod';
import { internalError } from '../protocol/sdk-server.ts';
import { refusedResource } from '../resources/read-resource.ts';
import type { RemotePrincipal, Runtime } from '../runtime.ts';
import { subscribe } from '../watch/subscribe.ts';
import { WATCHED_MAX, Watch } from '../watch/watch.ts';
import { answerRequest, type Answering } from './answer-request.ts';
import type { Exchange } from './exchange.ts';

/** The filter of a `subscriptions/listen`. Lists here change with the server's version alone, so nobody is told of changes to them. */
const Listen = z.object({
  notifications: z.object({
    resourceSubscriptions: z.array(z.string().max(2_000)).max(WATCHED_MAX).default([]),
    toolsListChanged: z.boolean().optional(),
    promptsListChanged: z.boolean().optional(),
    resourcesListChanged: z.boolean().optional(),
  }),
});

/** Who listens, and for how long: no longer than the token of the request is good. */
export interface Listener {
  readonly principal: RemotePrincipal;
  readonly expiresAt: number;
  readonly watchMs: number;
}

/** The longest wait that a timer can hold. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** How long it is until then, as a timer takes it. */
export function untilMs(seconds: number): number {
  return Math.min(TIMER_MS_MAX, Math.max(0, seconds * 1000 - Date.now()));
}

function told(id: JSONRPCRequest['id'], method: string, params: Readonly<Record<string, unknown>>): JSONRPCMessage {
  return { jsonrpc: '2.0', method, params: { ...params, _meta: { [SUBSCRIPTION_ID_META_KEY]: id } } };
}

/** Ends a listening from this side, as the protocol has it: with its result. */
export function endListening(exchange: Exchange): void {
  const id = exchange.asked.id ?? 0;
  const result = { resultType: 'complete', _meta: { [SUBSCRIPTION_ID_META_KEY]: id } };
  exchange.answer({ jsonrpc: '2.0', id, result });
}

async function letIn(
  runtime: Runtime,
  { principal }: Listener,
  watch: Watch,
  { id }: JSONRPCRequest,
  uris: readonly string[],
  trace: TraceContext,
): Promise<{ readonly code: number; readonly message: string } | undefined> {
  try {
    const refusal = await subscribe({ runtime, principal, watch, trace }, 'subscriptions/listen', id, uris);
    return refusal === undefined ? undefined : refusedResource(principal, refusal);
  } catch (fault) {
    runtime.onFault(fault, 'subscriptions/listen', trace.traceId);
    return internalError();
  }
}

/**
 * Serves one `subscriptions/listen` (2026-07-28, "Subscriptions"): the steps of a read for each resource, then a stream of what changed.
 * It ends with its client, with the token, with what the caller may no longer see, and with this process.
 */
export async function serveListen(
  answering: Answering,
  listener: Listener,
  message: JSONRPCRequest,
  exchange: Exchange,
): Promise<void> {
  const { runtime } = answering;
  const { id } = message;
  const filter = Listen.safeParse(message.params);
  if (!filter.success) {
    const error = { code: ProtocolErrorCode.InvalidParams, message: 'notifications is not a filter of what to tell.' };
    await answerRequest(answering, exchange, { jsonrpc: '2.0', id, error });
    return;
  }
  const { resourceSubscriptions: uris } = filter.data.notifications;
  const end = (): void => {
    endListening(exchange);
  };
  const watch: Watch = new Watch(runtime, () => listener.principal, listener.watchMs, {
    changed: async (uri) => {
      exchange.tell(told(id, 'notifications/resources/updated', { uri }));
    },
    ended: async () => {
      end();
    },
  });
  const expiry = setTimeout(end, untilMs(listener.expiresAt)).unref();
  exchange.onOver(() => {
    clearTimeout(expiry);
    void watch.stop();
  });
  exchange.audited = true;
  const trace = traceOf(message.params?._meta?.[TRACEPARENT_META_KEY], exchange.asked.traceparent);
  const refused = await letIn(runtime, listener, watch, message, uris, trace);
  if (refused !== undefined) {
    const { code, message: words } = refused;
    const data = 'data' in refused ? { data: refused.data } : {};
    await answerRequest(answering, exchange, { jsonrpc: '2.0', id, error: { code, message: words, ...data } });
    return;
  }
  const notifications = uris.length === 0 ? {} : { resourceSubscriptions: uris };
  exchange.tell(told(id, 'notifications/subscriptions/acknowledged', { notifications }));
  if (uris.length === 0) end();
}
