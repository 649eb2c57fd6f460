import type { TenantTx } from '@supercargo/tenancy';

const VERSION = { name: 'cli_server_version', text: `select current_setting('server_version') as version` } as const;

/** PostgreSQL's version, such as 18.4. */
export async function serverVersion(tx: TenantTx): Promise<string> {
  const [row] = await tx.query<{ version: string }>(VERSION);
  return row?.version.split(' ')[0] ?? 'unknown';
}
