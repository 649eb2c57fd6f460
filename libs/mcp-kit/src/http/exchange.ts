import type { ServerResponse } from 'node:http';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { RemotePrincipal } from '../runtime.ts';

/** Whose request it is that an exchange answers, and which. */
export interface Asked {
  readonly principal: RemotePrincipal;
  /** The id that the client gave it; null for a stream that answers no request. */
  readonly id: RequestId | null;
  readonly method: string;
  /** The header of that name, as it came. */
  readonly traceparent: unknown;
}

const ALIVE_MS = 15_000;
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  // Proxies that gather answers would hold events back.
  'x-accel-buffering': 'no',
} as const;

/**
 * One HTTP response on its way, and whose it is. It is one JSON message, or a stream of events from the first thing that is told before
 * the answer. What comes after its end is dropped: nobody waits for it.
 */
export class Exchange {
  readonly asked: Asked;
  /** Whether a handler of ours has taken over the record of whatever is answered. */
  audited = false;
  readonly #response: ServerResponse;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #unreadBytesMax: number;
  #alive: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    response: ServerResponse,
    asked: Asked,
    unreadBytesMax: number,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.asked = asked;
    this.#response = response;
    this.#headers = headers;
    this.#unreadBytesMax = unreadBytesMax;
    response.once('close', () => {
      this.#finish();
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Called once when the response is over, for whatever reason: `answered` is false where the client went away before. */
  onOver(heard: (answered: boolean) => void): void {
    this.#response.once('close', () => {
      heard(this.#response.writableEnded);
    });
  }

  /** Opens the stream without telling anything yet. */
  open(): void {
    if (this.#isOver || this.#response.headersSent) return;
    this.#response.writeHead(200, { ...STREAM_HEADERS, ...this.#headers });
    this.#response.flushHeaders();
    this.#alive = setInterval(() => {
      this.#write(': alive\n\n');
    }, ALIVE_MS).unref();
  }

  /** Tells something before the answer. A client that does not read what it is told is cut off. */
  tell(message: JSONRPCMessage): void {
    this.open();
    this.#write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  }

  /** Answers and ends. A status other than 200 is only possible while nothing was told. */
  answer(message: JSONRPCMessage, status = 200, headers: Readonly<Record<string, string>> = {}): void {
    if (this.#isOver) return;
    if (this.#response.headersSent) {
      this.tell(message);
      this.end();
      return;
    }
    const text = JSON.stringify(message);
    this.#response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      ...this.#headers,
      ...headers,
    });
    this.#response.end(text);
    this.#finish();
  }

  /** Ends a stream without an answer. */
  end(): void {
    if (this.#isOver) return;
    this.open();
    this.#response.end();
    this.#finish();
  }

  #write(text: string): void {
    if (this.#isOver) return;
    this.#response.write(text);
    if (this.#response.writableLength > this.#unreadBytesMax) this.#response.destroy();
  }

  #finish(): void {
    this.#isOver = true;
    clearInterval(this.#alive);
  }
}
