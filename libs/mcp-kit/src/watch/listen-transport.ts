import {
  SUBSCRIPTION_ID_META_KEY,
  type JSONRPCMessage,
  type ProtocolError,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';

/** What is asked of whoever knows the resources. */
export interface Listening {
  /** Told once a `subscriptions/listen` is answered by us, its record included. */
  readonly onHandled: (id: RequestId) => void;
  /** Lets a listen in, or gives the error that answers it. Never rejects. */
  readonly onListen: (id: RequestId, uris: readonly string[]) => Promise<ProtocolError | undefined>;
  readonly onSilence: (id: RequestId) => void;
}

type Notification = Extract<JSONRPCMessage, { readonly method: string }>;

/**
 * Stands between the SDK and the wire for `subscriptions/listen` (MCP 2026-07-28, "Subscriptions"). The SDK serves it by itself: it would
 * acknowledge any number of any URIs to anybody, unrecorded. So its acknowledgement waits here until the steps have let the listen in; one
 * that is refused is answered with the error, and the SDK told that it was cancelled.
 */
export class ListenTransport implements Transport {
  onclose?: Transport['onclose'];
  onerror?: Transport['onerror'];
  onmessage?: Transport['onmessage'];

  readonly #wire: Transport;
  readonly #listening: Listening;
  readonly #open = new Set<RequestId>();
  /** Updates that are still being written, by listener and URI: a client that reads slowly is told once, not once an interval. */
  readonly #telling = new Set<string>();

  constructor(wire: Transport, listening: Listening) {
    this.#wire = wire;
    this.#listening = listening;
  }

  start(): Promise<void> {
    this.#wire.onmessage = (message) => {
      const cancelled = cancelledId(message);
      if (cancelled !== undefined && this.#open.delete(cancelled)) this.#listening.onSilence(cancelled);
      this.onmessage?.(message);
    };
    this.#wire.onclose = () => this.onclose?.();
    this.#wire.onerror = (error) => this.onerror?.(error);
    return this.#wire.start();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!('method' in message)) return this.#wire.send(message);
    if (message.method === 'notifications/subscriptions/acknowledged') return this.#acknowledge(message);
    if (message.method !== 'notifications/resources/updated') return this.#wire.send(message);
    const key = JSON.stringify(message.params);
    if (this.#telling.has(key)) return;
    this.#telling.add(key);
    try {
      await this.#wire.send(message);
    } finally {
      this.#telling.delete(key);
    }
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  /** Ends a listen from this side, as the protocol has it: with its result. */
  async end(id: RequestId): Promise<void> {
    if (!this.#open.delete(id)) return;
    this.#forget(id);
    const result = { resultType: 'complete', _meta: { [SUBSCRIPTION_ID_META_KEY]: id } };
    await this.#wire.send({ jsonrpc: '2.0', id, result });
  }

  async #acknowledge(message: Notification): Promise<void> {
    const id = message.params?._meta?.[SUBSCRIPTION_ID_META_KEY] as RequestId;
    const { resourceSubscriptions = [] } = message.params?.['notifications'] as { resourceSubscriptions?: string[] };
    this.#open.add(id);
    this.#listening.onHandled(id);
    const refused = await this.#listening.onListen(id, resourceSubscriptions);
    if (!this.#open.has(id)) {
      // Cancelled meanwhile; whatever was let in is let go.
      this.#listening.onSilence(id);
    } else if (refused === undefined) {
      await this.#wire.send(message);
    } else {
      this.#open.delete(id);
      this.#forget(id);
      const { code, message: words } = refused;
      await this.#wire.send({ jsonrpc: '2.0', id, error: { code, message: words } });
    }
  }

  /** The SDK holds it until somebody cancels it. */
  #forget(id: RequestId): void {
    this.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
  }
}

function cancelledId(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.['requestId'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
