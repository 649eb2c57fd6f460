import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server';
import { sdkServer, type SdkServer } from '../protocol/sdk-server.ts';
import type { RemotePrincipal, Runtime } from '../runtime.ts';
import { Watch } from '../watch/watch.ts';
import type { Answering } from './answer-request.ts';
import type { Exchange } from './exchange.ts';
import { Exchanges } from './exchanges.ts';
import { SessionTransport } from './session-transport.ts';
import { LEGACY_VERSIONS } from './versions.ts';

/** What every session of a process is made of. */
export interface SessionParts {
  readonly runtime: Runtime;
  readonly answering: Answering;
  readonly watchMs: number;
  readonly extend: ((server: SdkServer) => void) | undefined;
}

/**
 * One session of the protocol before 2026-07-28: a server of its own, for as long as its caller uses it. Who may do what is asked anew
 * at each request, of that request's token.
 */
export class Session {
  readonly id: string;
  /** Whose it is; no other caller finds it. */
  readonly owner: string;
  /** When it was last used, by a clock that only goes forward. */
  usedAt = performance.now();
  readonly #exchanges = new Exchanges();
  readonly #transport: SessionTransport;
  readonly #watch: Watch;
  readonly #over = new AbortController();
  #principal: RemotePrincipal;
  #waiting = 0;

  private constructor(
    id: string,
    owner: string,
    principal: RemotePrincipal,
    parts: SessionParts,
    server: () => SdkServer,
  ) {
    this.id = id;
    this.owner = owner;
    this.#principal = principal;
    this.#transport = new SessionTransport(parts.answering, this.#exchanges);
    this.#watch = new Watch(parts.runtime, () => this.#principal, parts.watchMs, {
      changed: (uri) => server().sendResourceUpdated({ uri }),
      ended: () => Promise.resolve(),
    });
  }

  static async open(id: string, owner: string, principal: RemotePrincipal, parts: SessionParts): Promise<Session> {
    const session = new Session(id, owner, principal, parts, () => server);
    const exchanges = session.#exchanges;
    const server = sdkServer(parts.runtime, {
      principalOf: ({ mcpReq }) => exchanges.principalOf(mcpReq.id),
      traceparentOf: ({ mcpReq }) => exchanges.find(mcpReq.id)?.asked.traceparent,
      onHandled: ({ mcpReq }) => {
        const exchange = exchanges.find(mcpReq.id);
        if (exchange !== undefined) exchange.audited = true;
      },
      inputEnded: session.#over.signal,
      watch: session.#watch,
      versions: LEGACY_VERSIONS,
    });
    parts.extend?.(server);
    await server.connect(session.#transport);
    return session;
  }

  /** Whether somebody waits for it: it is not idle then, however long. */
  get isWaitedFor(): boolean {
    return this.#waiting > 0 || this.#transport.isListenedTo;
  }

  /** A session whose handshake failed is none. */
  get isBegun(): boolean {
    return this.#transport.isBegun;
  }

  serve(message: JSONRPCRequest, exchange: Exchange): void {
    this.#principal = exchange.asked.principal;
    this.#waiting += 1;
    exchange.onOver(() => {
      this.#waiting -= 1;
      this.usedAt = performance.now();
    });
    this.#transport.serve(message, exchange);
  }

  deliver(message: JSONRPCMessage): void {
    this.#transport.deliver(message);
  }

  /** Whether this request's id is one that has no answer yet. */
  isAsking(message: JSONRPCRequest): boolean {
    return this.#exchanges.idOf(message.id) !== undefined;
  }

  attach(stream: Exchange): boolean {
    return this.#transport.attach(stream);
  }

  async close(): Promise<void> {
    this.#over.abort(new Error('the session has ended'));
    await this.#transport.close();
    await this.#watch.stop();
  }
}
