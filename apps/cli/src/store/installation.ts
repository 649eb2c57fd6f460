import { withClient, type ConnectionConfig } from '@supercargo/cluster';

/** What the database says of its own state, as its administrator reads it. */
export interface InstalledFacts {
  /** How many migrations were applied. */
  readonly migrations: number;
  /** SHA-256 of each file of functions and grants as it was applied, hex. */
  readonly files: readonly string[];
  readonly now: Date;
  /** Published definition hashes, by server and tool. */
  readonly definitions: readonly { readonly server: string; readonly tool: string; readonly hash: string }[];
}

/** Reads only. Rejects where the database cannot be reached or was never prepared. */
export async function readInstalled(admin: ConnectionConfig): Promise<InstalledFacts> {
  return withClient(admin, async (client) => {
    const facts = await client.query<{ migrations: number; files: string[]; now: Date }>(
      `select (select count(*)::integer from public.migrations where id > 0) as migrations,
              array(select sha256 from public.repeatable_migration) as files, clock_timestamp() as now`,
    );
    const definitions = await client.query<{ server: string; tool: string; hash: string }>(
      'select server, tool, hash from approval.definition',
    );
    const row = facts.rows[0];
    return {
      migrations: row?.migrations ?? 0,
      files: row?.files ?? [],
      now: row?.now ?? new Date(0),
      definitions: definitions.rows,
    };
  });
}
