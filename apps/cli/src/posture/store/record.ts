import { withClient, type ConnectionConfig } from '@supercargo/cluster';

const EDIT =
  'update audit.entry set record = record where (tenant_id, at, id) = (select e.tenant_id, e.at, e.id from audit.entry e limit 1)';

/** Whether the record refuses an edit even by the database's administrator; undefined where nothing was recorded yet. Undone in any case. */
export async function refusesItsAdministrator(admin: ConnectionConfig): Promise<boolean | undefined> {
  return withClient(admin, async (client) => {
    await client.query('begin');
    try {
      const { rowCount } = await client.query(EDIT);
      return rowCount === 0 ? undefined : false;
    } catch (error) {
      if (error instanceof Error && error.message.includes('append only')) return true;
      throw error;
    } finally {
      await client.query('rollback');
    }
  });
}

const FROZEN = `select count(*)::integer as frozen from pg_trigger g
  where g.tgrelid in ('audit.entry'::regclass, 'audit.unauthenticated_entry'::regclass) and g.tgenabled = 'O'
    and g.tgname in ('frozen', 'frozen_truncate')`;

/** How many of the four triggers that refuse edits, deletion and truncation are on. */
export async function frozenTriggers(admin: ConnectionConfig): Promise<number> {
  return withClient(admin, async (client) => (await client.query<{ frozen: number }>(FROZEN)).rows[0]?.frozen ?? 0);
}

const UNKNOWN = `select (select count(*) from audit.unauthenticated_entry) + (select coalesce(sum(u.refusals), 0) from audit.unauthenticated u) as refusals`;

/** How often somebody was refused before anybody knew who they were. */
export async function unknownRefusals(admin: ConnectionConfig): Promise<bigint> {
  return withClient(admin, async (client) =>
    BigInt((await client.query<{ refusals: string }>(UNKNOWN)).rows[0]?.refusals ?? 0),
  );
}
