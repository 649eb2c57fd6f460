import type { TestDatabase } from '../test-database.ts';

export type AuditRecord = Readonly<Record<string, unknown>>;

/** The audit records of a tenant, oldest first, as the superuser sees them. */
export async function recordsOf(
  database: TestDatabase,
  tenant: string,
  kind?: string,
): Promise<readonly AuditRecord[]> {
  const rows = await database.admin<{ record: string }>(
    'select record from audit.entry where tenant_id = $1 and ($2::text is null or kind = $2) order by at, id',
    [tenant, kind ?? null],
  );
  return rows.map(({ record }) => JSON.parse(record) as AuditRecord);
}

/** How many rows every table holds but the audit's, over all tenants: what a refusal leaves as it was. */
export async function rowCounts(database: TestDatabase): Promise<Readonly<Record<string, number>>> {
  const tables = await database.admin<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema|audit$)' order by 1`,
  );
  const counted = await database.admin<{ name: string; rows: number }>(
    tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`).join(' union all '),
  );
  return Object.fromEntries(counted.map(({ name, rows }) => [name, rows]));
}
