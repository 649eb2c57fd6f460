import type { TenantTx } from '@supercargo/tenancy';

/** What one server told another of a thing, and what came of it. */
export interface TourEvent {
  /** Who asked for and approved what it tells of, who asked first. Empty where a file says it. */
  readonly chain: readonly string[];
  /** Null while it was not taken yet. */
  readonly outcome: string | null;
  readonly consumer: string;
  readonly requestId: string | null;
}

const LATEST = {
  name: 'cli_tour_event',
  text: `select o.chain, d.consumer, case when d.state = 'pending' then null else d.outcome end as outcome,
           (select p.request_id from approval.plan p where p.tenant_id = o.tenant_id and p.event_id = o.id) as request_id
         from events.outbox o join events.delivery d on d.tenant_id = o.tenant_id and d.event_id = o.id
         where o.tenant_id = app.tenant() and o.topic = $1 and o.key = $2
         order by o.seq desc
         limit 1`,
} as const;

/** The last event of that topic about that thing; undefined where there is none. */
export async function readTourEvent(tx: TenantTx, topic: string, key: string): Promise<TourEvent | undefined> {
  interface Row {
    readonly chain: readonly string[];
    readonly consumer: string;
    readonly outcome: string | null;
    readonly request_id: string | null;
  }
  const [row] = await tx.query<Row>(LATEST, [topic, key]);
  return row === undefined
    ? undefined
    : { chain: row.chain, outcome: row.outcome, consumer: row.consumer, requestId: row.request_id };
}
