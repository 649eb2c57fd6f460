import type { CanonicalValue } from '@supercargo/audit';
import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

/** An event as its consumer takes it. */
export interface TakenEvent {
  readonly id: string;
  readonly topic: string;
  /** What it is about, such as an order's number: events of one key are taken in the order in which they were published. */
  readonly key: string;
  readonly seq: number;
  /** The server that told it. */
  readonly sender: string;
  readonly payload: Readonly<Record<string, CanonicalValue>>;
  /** Who asked for what it tells of, first, and everybody who approved it or what led to it. Empty where a file says it. */
  readonly chain: readonly string[];
  readonly caseId: string | null;
  readonly publishedAt: Date;
}

interface TakenJson {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly seq: number;
  readonly sender: string;
  readonly payload: Record<string, CanonicalValue>;
  readonly chain: string[];
  readonly case_id: string | null;
  readonly published_at: string;
}

const TAKE = { name: 'events_take', text: 'select events.take($1) as event' } as const;
const DONE = { name: 'events_done', text: 'select events.done($1, $2) as done' } as const;
const FAILED = { name: 'events_failed', text: 'select events.failed($1, $2, $3) as state' } as const;
const STANDING = { name: 'events_standing', text: 'select * from events.standing()' } as const;

/**
 * Takes a pending event of the calling server for this transaction, which must end it with `endEvent` or be undone. Undefined where it is
 * not due, not the first of its key, of another server, or with another worker.
 */
export async function takeEvent(tx: TenantTx, id: string): Promise<TakenEvent | undefined> {
  const [row] = await tx.query<{ event: TakenJson | null }>(TAKE, [id]);
  if (row === undefined || row.event === null) return undefined;
  const { topic, key, seq, sender, payload, chain, case_id: caseId, published_at: publishedAt } = row.event;
  return { id, topic, key, seq, sender, payload, chain, caseId, publishedAt: new Date(publishedAt) };
}

const OUTCOME_LENGTH_MAX = 500;

/** Writes down what came of an event that this transaction took, in words of ours. */
export async function endEvent(tx: TenantTx, id: string, outcome: string): Promise<void> {
  const [row] = await tx.query<{ done: boolean }>(DONE, [id, outcome.slice(0, OUTCOME_LENGTH_MAX)]);
  assert(row?.done === true, 'an event is ended by the transaction that took it');
}

/** Why a try failed: in words of ours, and whether it only waits for what somebody can mend. */
export interface FailedTry {
  readonly reason: string;
  readonly waits: boolean;
}

/**
 * Counts a try that failed, in a transaction of its own: the event is due again after a while, and parked after the last try unless it
 * waits. Null where another worker has it by now.
 */
export async function failEvent(
  tx: TenantTx,
  id: string,
  { reason, waits }: FailedTry,
): Promise<'pending' | 'parked' | null> {
  const said = reason.slice(0, OUTCOME_LENGTH_MAX);
  const [row] = await tx.query<{ state: 'pending' | 'parked' | null }>(FAILED, [id, said, waits]);
  return row?.state ?? null;
}

/** How a consumer stands to the events of the tenant. */
export interface EventStanding {
  readonly consumer: string;
  /** Still to be taken, now or after a while. */
  readonly pending: number;
  /** Given up after the last try. */
  readonly parked: number;
}

/** Which consumers of the tenant have events before them, and how many. For the terminal and the auditor. */
export async function eventStanding(tx: TenantTx): Promise<readonly EventStanding[]> {
  const rows = await tx.query<{ consumer: string; pending: string; parked: string }>(STANDING);
  return rows.map((row) => ({ consumer: row.consumer, pending: Number(row.pending), parked: Number(row.parked) }));
}
