import type { TakenEvent } from '@supercargo/events';
import type { Clock } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type * as z from 'zod';

/** What a consumer sees: the tenant's transaction that took the event, the time, fresh ids, and a way to ask for what the event leads to. */
export interface ConsumerDeps {
  readonly tx: TenantTx;
  readonly clock: Clock;
  readonly newId: () => string;
  /**
   * Plans with a write tool of this server, in the name of who asked first for what the event tells of, and asks for it. Two people who
   * had no say before must approve it. An event leads to one request.
   */
  readonly askBorn: (tool: string, input: Readonly<Record<string, unknown>>) => Promise<BornAnswer>;
}

/** The request that waits now, or null where the tool's plan refused; and the same in words, as the outcome of the event. */
export interface BornAnswer {
  readonly requestId: string | null;
  readonly outcome: string;
}

/** A topic that a server consumes, as a value. */
export interface EventConsumer<Payload = unknown> {
  readonly topic: string;
  /** What the handler reads of the payload. Another shape is a fault. */
  readonly payload: z.ZodType<Payload>;
  /**
   * What the server does about one event, in the transaction that took it: done once, or undone whole and tried again. Answers what came
   * of it, in words of ours.
   */
  readonly handle: (event: EventOf<Payload>, deps: ConsumerDeps) => Promise<string>;
}

export type EventOf<Payload> = Omit<TakenEvent, 'payload'> & { readonly payload: Payload };

export function consumerOf<Payload>(consumer: EventConsumer<Payload>): EventConsumer {
  return consumer as unknown as EventConsumer;
}

/**
 * Why an event cannot be consumed now, in words of ours that people may read: it is tried again later. What `waits` does so until somebody
 * mends it, such as a tool that was stopped; anything else is given up after the last try.
 */
export class EventFault extends Error {
  override readonly name = 'EventFault';
  readonly waits: boolean;

  constructor(words: string, { waits = false }: { readonly waits?: boolean } = {}) {
    super(words);
    this.waits = waits;
  }
}
