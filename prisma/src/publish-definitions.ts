import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalText, digest, type CanonicalValue } from '@supercargo/audit';
import { withClient, type ConnectionConfig } from '@supercargo/cluster';

const apps = fileURLToPath(new URL('../../apps', import.meta.url));

/** The reviewed definitions of a server's tools: `apps/<server>/src/tools/__snapshots__/*.snap.json`, with their hashes. */
export function reviewedDefinitions(server: string): readonly { readonly tool: string; readonly hash: string }[] {
  const folder = join(apps, server, 'src', 'tools', '__snapshots__');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.snap.json'))
    .sort()
    .map((file) => {
      const definition = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string } & CanonicalValue;
      return { tool: definition.name, hash: digest('definition', canonicalText(definition)).toString('hex') };
    });
}

/** Makes the reviewed definitions the published ones. Requests asked under another definition no longer execute. */
export async function publishDefinitions(admin: ConnectionConfig, server: string): Promise<void> {
  const rows = JSON.stringify(reviewedDefinitions(server));
  await withClient(admin, async (client) => {
    await client.query(
      `with reviewed as (select x.tool, x.hash from jsonb_to_recordset($2::jsonb) x (tool text, hash text)),
         gone as (delete from approval.definition d where d.server = $1 and not exists (select from reviewed r where r.tool = d.tool))
       insert into approval.definition as d (server, tool, hash) select $1, r.tool, r.hash from reviewed r
       on conflict (server, tool) do update set hash = excluded.hash, published_at = clock_timestamp() where d.hash <> excluded.hash`,
      [server, rows],
    );
  });
}
