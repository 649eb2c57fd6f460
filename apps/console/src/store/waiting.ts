import { readPage, type TenantTx } from '@supercargo/tenancy';

/** A request that waits, as a list has it. */
export interface Waiting {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  /** What its card says will happen; null for a card that says nothing. */
  readonly sentence: string | null;
  readonly requester: string;
  readonly requesterName: string;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly askedAt: Date;
  readonly waitsUntil: Date;
  /** Whether the person who looks has decided about it already, and others are waited for. */
  readonly isDecided: boolean;
}

interface WaitingRow {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly sentence: string | null;
  readonly requester: string;
  readonly requester_name: string;
  readonly amount_minor: string | null;
  readonly currency: string | null;
  readonly asked_at: Date;
  readonly waits_until: Date;
  readonly is_decided: boolean;
}

const WHICH = `from approval.request r join approval.plan p on (p.tenant_id, p.request_id) = (r.tenant_id, r.id)
  where r.tenant_id = app.tenant() and r.state = 'waiting' and r.waits_until > clock_timestamp()
    and (r.requester = $1 or r.server = any($2))`;

const PAGE = {
  name: 'console_waiting',
  text: `select r.id, r.server, r.tool, r.requester, p.amount_minor, p.currency, r.asked_at, r.waits_until,
      left(p.card::jsonb ->> 'sentence', 300) as sentence,
      coalesce((select o.name from people.person o where o.tenant_id = r.tenant_id and o.id = r.requester), r.requester) as requester_name,
      exists (select from approval.decision d where d.tenant_id = r.tenant_id and d.request_id = r.id and d.person = $1) as is_decided
    ${WHICH} order by r.waits_until, r.id limit $3`,
} as const;

const COUNT = { name: 'console_waiting_count', text: `select count(*) as total ${WHICH}` } as const;

/** What waits, the first to expire first: this person's own, and everybody's at these servers. And how many there are in all. */
export async function listWaiting(
  tx: TenantTx,
  { person, servers, limit }: { readonly person: string; readonly servers: readonly string[]; readonly limit: number },
): Promise<{ readonly waiting: readonly Waiting[]; readonly total: number }> {
  const { rows, total } = await readPage<WaitingRow>(tx, { page: PAGE, count: COUNT }, [person, servers], [limit]);
  return { waiting: rows.map(toWaiting), total };
}

function toWaiting(row: WaitingRow): Waiting {
  return {
    ...{ id: row.id, server: row.server, tool: row.tool, sentence: row.sentence },
    ...{ requester: row.requester, requesterName: row.requester_name },
    amountMinor: row.amount_minor === null ? null : BigInt(row.amount_minor),
    ...{ currency: row.currency, askedAt: row.asked_at, waitsUntil: row.waits_until, isDecided: row.is_decided },
  };
}
