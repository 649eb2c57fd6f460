import { expect, onTestFinished, test } from 'vitest';
import { freshHome } from '../test/processes.ts';
import { adminConfig, ensureDatabase, withClient } from './index.ts';

// The 41st fact of a process is its policy, the 39th after its name (proc_pid_stat(5)); 3 is SCHED_BATCH.
const POLICY =
  "select (string_to_array(ltrim(split_part(pg_read_file('/proc/self/stat'), ')', 2)), ' '))[39] as policy";

test.skipIf(process.platform !== 'linux')('a backend does not interrupt who woke it', async () => {
  const home = await freshHome(onTestFinished);
  const address = await ensureDatabase({ home, env: {} });
  const config = { ...adminConfig(address, {}, home), database: 'postgres' };
  const { rows } = await withClient(config, (client) => client.query(POLICY));
  expect(rows).toEqual([{ policy: '3' }]);
});
