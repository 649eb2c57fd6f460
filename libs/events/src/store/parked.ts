import { assert } from '@supercargo/kernel';
import { SECRET_REFUSALS } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';

/** An event that was given up after its last try. */
export interface ParkedEvent {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly consumer: string;
  readonly publishedAt: Date;
  readonly parkedAt: Date;
  /** Why the last try failed, in words of ours. */
  readonly reason: string;
}

/** Why an event is not tried again. */
export const RETRY_REFUSALS = {
  ...SECRET_REFUSALS,
  not_an_administrator: 'only an administrator has an event tried again',
  not_given_up: 'there is no event of this id that was given up',
} as const;
export type RetryRefusal = keyof typeof RETRY_REFUSALS;

const PARKED = {
  name: 'events_parked',
  text: `select o.id, o.topic, o.key, d.consumer, o.published_at, d.ended_at, d.outcome
         from events.delivery d join events.outbox o on o.tenant_id = app.tenant() and o.id = d.event_id
         where d.tenant_id = app.tenant() and d.state = 'parked' order by d.ended_at desc, o.id limit $1`,
} as const;

const RETRY = { name: 'events_retry_by_secret', text: 'select events.retry_by_secret($1, $2, $3) as answer' } as const;

/** The events that were given up, the latest first. For the auditor. */
export async function readParked(tx: TenantTx, limit: number): Promise<readonly ParkedEvent[]> {
  const rows = await tx.query<{
    id: string;
    topic: string;
    key: string;
    consumer: string;
    published_at: Date;
    ended_at: Date;
    outcome: string;
  }>(PARKED, [limit]);
  return rows.map(({ id, topic, key, consumer, published_at: publishedAt, ended_at: parkedAt, outcome: reason }) => ({
    ...{ id, topic, key, consumer, publishedAt, parkedAt, reason },
  }));
}

/**
 * An administrator has a given-up event tried again, with a secret of their own; undefined when it will be. It goes in front of those of its
 * key that still wait; what was done of its key meanwhile stays done. A wrong secret is counted.
 */
export async function retryBySecret(
  tx: TenantTx,
  { person, secret, event }: { readonly person: string; readonly secret: string; readonly event: string },
): Promise<RetryRefusal | undefined> {
  const [row] = await tx.query<{ answer: string }>(RETRY, [person, secret, event]);
  const answer = row?.answer;
  if (answer === 'ok') return undefined;
  assert(answer !== undefined && isRetryRefusal(answer), 'a retry is refused with a known code');
  return answer;
}

function isRetryRefusal(code: string): code is RetryRefusal {
  return Object.hasOwn(RETRY_REFUSALS, code);
}
