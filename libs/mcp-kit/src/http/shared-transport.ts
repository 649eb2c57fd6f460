import {
  PerRequestHTTPServerTransport,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type TransportSendOptions,
} from '@modelcontextprotocol/server';
import { answerRequest, type Answering } from './answer-request.ts';
import type { Exchange } from './exchange.ts';
import type { Exchanges } from './exchanges.ts';
import { MODERN_VERSION } from './versions.ts';

const CLASSIFICATION = { era: 'modern', revision: MODERN_VERSION } as const;

/**
 * One transport under one long-lived server of the SDK for all requests of 2026-07-28. The SDK's own serves one request and is thrown
 * away with its server; this takes its place because it is by this class that the SDK knows which revision it serves.
 */
export class SharedTransport extends PerRequestHTTPServerTransport {
  readonly #answering: Answering;
  readonly #exchanges: Exchanges;

  constructor(answering: Answering, exchanges: Exchanges) {
    super({ classification: CLASSIFICATION });
    this.#answering = answering;
    this.#exchanges = exchanges;
  }

  override start(): Promise<void> {
    return Promise.resolve();
  }

  /** Hands a request to the server. A client that closes the response has cancelled it. */
  serve(message: JSONRPCRequest, exchange: Exchange): void {
    const request = this.#exchanges.take(message, exchange);
    exchange.onOver((answered) => {
      if (this.#exchanges.drop(request.id) === undefined || answered) return;
      const params = { requestId: request.id, reason: 'the response was closed' };
      this.#deliver({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
    });
    this.#deliver(request);
  }

  override async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if ('method' in message) {
      this.#exchanges.find(options?.relatedRequestId)?.tell(message);
      return;
    }
    const exchange = message.id === undefined ? undefined : this.#exchanges.find(message.id);
    if (exchange !== undefined) await answerRequest(this.#answering, exchange, message);
  }

  override close(): Promise<void> {
    for (const exchange of this.#exchanges.all()) exchange.end();
    this.onclose?.();
    return Promise.resolve();
  }

  #deliver(message: JSONRPCMessage): void {
    this.onmessage?.(message, { classification: CLASSIFICATION });
  }
}
