import type { TenantTx } from '@supercargo/tenancy';

const CALL = {
  name: 'cli_posture_call',
  text: `select e.db_role::text as role from audit.entry e
         where e.tenant_id = app.tenant() and e.kind = 'call' and e.at > clock_timestamp() - interval '5 minutes'
           and e.record::jsonb ->> 'tool' = $1`,
} as const;

/** Which logins recorded a call of this name within the last minutes. */
export async function recordedBy(tx: TenantTx, tool: string): Promise<readonly string[]> {
  return (await tx.query<{ role: string }>(CALL, [tool])).map(({ role }) => role);
}
