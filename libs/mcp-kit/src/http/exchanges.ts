import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { assert } from '@supercargo/kernel';
import type { RemotePrincipal } from '../runtime.ts';
import type { Exchange } from './exchange.ts';

/**
 * The requests that one server of the SDK has under way. Each has an id of ours, never used twice, so that clients who choose the same
 * id for theirs cannot meet: an answer, a message on the way and a principal are found by our id and by nothing else.
 */
export class Exchanges {
  readonly #open = new Map<RequestId, Exchange>();
  #last = 0;

  /** The request under an id of ours. */
  take(message: JSONRPCRequest, exchange: Exchange): JSONRPCRequest {
    this.#last += 1;
    this.#open.set(this.#last, exchange);
    return { ...message, id: this.#last };
  }

  find(id: RequestId | undefined): Exchange | undefined {
    return id === undefined ? undefined : this.#open.get(id);
  }

  /** Our id of the request to which the client gave this one. */
  idOf(clients: RequestId): RequestId | undefined {
    return this.#open.entries().find(([, { asked }]) => asked.id === clients)?.[0];
  }

  /** Forgets a request: nobody waits for it. */
  drop(id: RequestId): Exchange | undefined {
    const exchange = this.#open.get(id);
    this.#open.delete(id);
    return exchange;
  }

  /** Who makes a request. A request that is not under way is nobody's, and asking for its principal is a defect. */
  principalOf(id: RequestId): RemotePrincipal {
    const exchange = this.#open.get(id);
    assert(exchange !== undefined, 'a handler is asked by a request that is under way');
    return exchange.asked.principal;
  }

  /** Everything under way, for its end. */
  all(): readonly Exchange[] {
    return [...this.#open.values()];
  }
}
