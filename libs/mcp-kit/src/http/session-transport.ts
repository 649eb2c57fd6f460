import type {
  JSONRPCMessage,
  JSONRPCRequest,
  RequestId,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { answerRequest, type Answering } from './answer-request.ts';
import type { Exchange } from './exchange.ts';
import type { Exchanges } from './exchanges.ts';

/** What a client takes back: the id that it gave the request. */
function cancelledId(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const id = message.params?.['requestId'];
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/**
 * The transport of one session (2025-11-25, "Streamable HTTP"): requests answered on their own responses, what belongs to none of them
 * told on the stream that the client opened with GET. Nothing is kept for a stream that is not open.
 */
export class SessionTransport implements Transport {
  onclose?: Transport['onclose'];
  onerror?: Transport['onerror'];
  onmessage?: Transport['onmessage'];
  readonly #answering: Answering;
  readonly #exchanges: Exchanges;
  #stream: Exchange | undefined;
  /** Whether a handshake has ended well on it. */
  isBegun = false;

  constructor(answering: Answering, exchanges: Exchanges) {
    this.#answering = answering;
    this.#exchanges = exchanges;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Told by the SDK which version the handshake ended with. */
  setProtocolVersion(): void {
    this.isBegun = true;
  }

  /** Hands a request to the server. Closing its response cancels nothing before 2026-07-28. */
  serve(message: JSONRPCRequest, exchange: Exchange): void {
    const request = this.#exchanges.take(message, exchange);
    this.onmessage?.(request);
  }

  /** Hands a notification, or the answer to a question of ours, to the server. */
  deliver(message: JSONRPCMessage): void {
    const clients = cancelledId(message);
    if (clients === undefined) {
      this.onmessage?.(message);
      return;
    }
    const id = this.#exchanges.idOf(clients);
    if (id === undefined) return;
    // A cancelled request gets no answer.
    this.#exchanges.drop(id)?.end();
    this.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
  }

  /** Takes the client's stream; false where it has one already. */
  attach(stream: Exchange): boolean {
    if (this.#stream?.isOver === false) return false;
    this.#stream = stream;
    stream.open();
    return true;
  }

  get isListenedTo(): boolean {
    return this.#stream?.isOver === false;
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if ('method' in message) {
      const related = options?.relatedRequestId;
      (related === undefined ? this.#stream : this.#exchanges.find(related))?.tell(message);
      return;
    }
    const exchange = message.id === undefined ? undefined : this.#exchanges.drop(message.id);
    if (exchange !== undefined) await answerRequest(this.#answering, exchange, message);
  }

  close(): Promise<void> {
    for (const exchange of this.#exchanges.all()) exchange.end();
    this.#stream?.end();
    this.onclose?.();
    return Promise.resolve();
  }
}
