import type { TenantTx } from '@supercargo/tenancy';
import type { CanonicalValue } from '../canonical.ts';

/** One record of the log, with what the database itself says about it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly dbRole: string;
  readonly kind: string;
  readonly requestId: string | null;
  /** The canonical text, as it was written and as it is proven. */
  readonly text: string;
  /** The same, parsed. */
  readonly record: Readonly<Record<string, CanonicalValue>>;
}

interface EntryRow {
  readonly id: string;
  readonly at: Date;
  readonly db_role: string;
  readonly kind: string;
  readonly request_id: string | null;
  readonly record: string;
}

const COLUMNS = 'e.id, e.at, e.db_role, e.kind, e.request_id, e.record';

const LATEST = {
  name: 'audit_latest',
  text: `select ${COLUMNS} from audit.entry e where e.tenant_id = app.tenant() order by e.at desc, e.id desc limit $1`,
} as const;

const SINCE = {
  name: 'audit_since',
  text: `select ${COLUMNS} from audit.entry e where e.tenant_id = app.tenant() and e.at >= $1::timestamptz
         order by e.at, e.id limit $2`,
} as const;

const OF_REQUEST = {
  name: 'audit_of_request',
  text: `select ${COLUMNS} from audit.entry e where e.tenant_id = app.tenant() and e.request_id = $1::uuid
         union all
         select ${COLUMNS} from audit.entry e
         where e.tenant_id = app.tenant() and e.kind = 'call' and e.request_id is null
           and e.at >= (select min(f.at) from audit.entry f where f.tenant_id = app.tenant() and f.request_id = $1::uuid)
           and e.record::jsonb #>> '{arguments,request_id}' = $1::text
         order by at, id limit $2`,
} as const;

function toEntry(row: EntryRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    dbRole: row.db_role,
    kind: row.kind,
    requestId: row.request_id,
    text: row.record,
    record: JSON.parse(row.record) as AuditEntry['record'],
  };
}

/** The latest entries of the tenant, at most `limit`, oldest first. */
export async function readLatestEntries(tx: TenantTx, limit: number): Promise<readonly AuditEntry[]> {
  return (await tx.query<EntryRow>(LATEST, [limit])).map(toEntry).reverse();
}

/** Entries from that instant on, oldest first. One whose transaction lasted may appear later than others with later instants. */
export async function readEntriesSince(tx: TenantTx, since: Date, limit: number): Promise<readonly AuditEntry[]> {
  return (await tx.query<EntryRow>(SINCE, [since.toISOString(), limit])).map(toEntry);
}

/** Everything recorded about one request, and the calls that asked about it afterwards; oldest first. */
export async function readEntriesOfRequest(
  tx: TenantTx,
  requestId: string,
  limit: number,
): Promise<readonly AuditEntry[]> {
  return (await tx.query<EntryRow>(OF_REQUEST, [requestId, limit])).map(toEntry);
}
