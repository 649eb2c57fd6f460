import { adminConfig, ensureDatabase, withClient } from '@supercargo/cluster';
import { benchHome } from './database.ts';

const SETTINGS = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'jit',
  'max_connections',
];

/** What the benchmark's PostgreSQL says of itself. */
export async function postgresOf(): Promise<Readonly<Record<string, string>>> {
  const home = benchHome();
  const address = await ensureDatabase({ home, env: {} });
  return withClient({ ...adminConfig(address, {}, home), database: 'postgres' }, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'select name, current_setting(name) as setting from pg_settings where name = any($1) order by name',
      [SETTINGS],
    );
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  });
}
