import { readPage, type TenantTx } from '@supercargo/tenancy';
import { cardFrom, type Card } from '../card.ts';
import type { RequestState } from '../states.ts';

/** A request as people and agents read it. */
export interface LedgerRequest {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly requester: string;
  readonly agent: string | null;
  /** Whose it is, where a customer asked. */
  readonly customer: string | null;
  readonly state: RequestState;
  readonly tier: 'consent' | 'person';
  readonly quorum: number;
  readonly needRole: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly caseId: string | null;
  readonly askedAt: Date;
  readonly waitsUntil: Date;
  readonly executeAfter: Date | null;
  readonly executeUntil: Date | null;
  readonly endedAt: Date | null;
  readonly reason: string | null;
  readonly result: string | null;
  readonly plan: string;
  readonly planDigest: Buffer;
  readonly card: Card;
  /** Who decided, and how, oldest first. */
  readonly decisions: readonly { readonly person: string; readonly verdict: string; readonly via: string }[];
}

interface RequestRow {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly requester: string;
  readonly agent: string | null;
  readonly customer_id: string | null;
  readonly state: RequestState;
  readonly tier: 'consent' | 'person';
  readonly quorum: number;
  readonly need_role: string | null;
  readonly amount_minor: string | null;
  readonly currency: string | null;
  readonly case_id: string | null;
  readonly asked_at: Date;
  readonly waits_until: Date;
  readonly execute_after: Date | null;
  readonly execute_until: Date | null;
  readonly ended_at: Date | null;
  readonly reason: string | null;
  readonly result: string | null;
  readonly plan: string;
  readonly digest: Buffer;
  readonly card: string;
  readonly decisions: { person: string; verdict: string; via: string }[];
}

const COLUMNS = `r.id, r.server, r.tool, r.requester, p.agent, r.customer_id, r.state, p.tier, p.quorum, p.need_role, p.amount_minor, p.currency,
  p.case_id, r.asked_at, r.waits_until, r.execute_after, r.execute_until, r.ended_at, r.reason, r.result, p.plan, p.digest, p.card,
  coalesce((select jsonb_agg(jsonb_build_object('person', d.person, 'verdict', d.verdict, 'via', d.via) order by d.at)
    from approval.decision d where d.tenant_id = r.tenant_id and d.request_id = r.id), '[]') as decisions`;

const ONE = {
  name: 'approval_request',
  text: `select ${COLUMNS} from approval.request r join approval.plan p on (p.tenant_id, p.request_id) = (r.tenant_id, r.id)
         where r.tenant_id = app.tenant() and r.id = $1`,
} as const;

const LIST = {
  name: 'approval_requests',
  text: `select ${COLUMNS} from approval.request r join approval.plan p on (p.tenant_id, p.request_id) = (r.tenant_id, r.id)
         where r.tenant_id = app.tenant()
           and ($1::text is null or r.requester = $1)
           and ($2::text[] is null or r.state = any($2))
           and ($3::timestamptz is null or (r.asked_at, r.id) < ($3, $4::uuid))
         order by r.asked_at desc, r.id desc
         limit $5`,
} as const;

const COUNT = {
  name: 'approval_requests_count',
  text: `select count(*) as total from approval.request r
         where r.tenant_id = app.tenant() and ($1::text is null or r.requester = $1) and ($2::text[] is null or r.state = any($2))`,
} as const;

function toRequest(row: RequestRow): LedgerRequest {
  return {
    id: row.id,
    server: row.server,
    tool: row.tool,
    requester: row.requester,
    agent: row.agent,
    customer: row.customer_id,
    state: row.state,
    tier: row.tier,
    quorum: row.quorum,
    needRole: row.need_role,
    amountMinor: row.amount_minor === null ? null : BigInt(row.amount_minor),
    currency: row.currency,
    caseId: row.case_id,
    askedAt: row.asked_at,
    waitsUntil: row.waits_until,
    executeAfter: row.execute_after,
    executeUntil: row.execute_until,
    endedAt: row.ended_at,
    reason: row.reason,
    result: row.result,
    plan: row.plan,
    planDigest: row.digest,
    card: cardFrom(row.card),
    decisions: row.decisions,
  };
}

/** One request of the tenant that this login may see, or undefined. */
export async function readRequest(tx: TenantTx, id: string): Promise<LedgerRequest | undefined> {
  const [row] = await tx.query<RequestRow>(ONE, [id]);
  return row === undefined ? undefined : toRequest(row);
}

export interface RequestFilter {
  readonly requester: string | null;
  readonly states: readonly RequestState[] | null;
  readonly after: { readonly askedAt: string; readonly id: string } | null;
  readonly limit: number;
}

/** Requests, newest first, and how many there are in all. */
export async function listRequests(
  tx: TenantTx,
  filter: RequestFilter,
): Promise<{ readonly requests: readonly LedgerRequest[]; readonly total: number }> {
  const which = [filter.requester, filter.states];
  const place = [filter.after?.askedAt ?? null, filter.after?.id ?? null, filter.limit];
  const { rows, total } = await readPage<RequestRow>(tx, { page: LIST, count: COUNT }, which, place);
  return { requests: rows.map(toRequest), total };
}

const DEFINITIONS = {
  name: 'approval_definitions',
  text: 'select tool, hash from approval.definition where server = app.server()',
} as const;

/** The published definition hashes of the calling server, by tool. */
export async function publishedDefinitions(tx: TenantTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ tool: string; hash: string }>(DEFINITIONS);
  return new Map(rows.map((row) => [row.tool, row.hash]));
}
