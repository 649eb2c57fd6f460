import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { freshHome } from '../test/processes.ts';
import { adminConfig, ensureDatabase, withClient } from './index.ts';

// The 41st fact of a process is its policy, the 39th after its name (proc_pid_stat(5)); 3 is SCHED_BATCH.
const POLICY =
  "select (string_to_array(ltrim(split_part(pg_read_file('/proc/self/stat'), ')', 2)), ' '))[39] as policy";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The scheduling policy of a backend of a new installation. */
async function policyOfBackend(): Promise<unknown> {
  const home = await freshHome(onTestFinished);
  const address = await ensureDatabase({ home, env: {} });
  const config = { ...adminConfig(address, {}, home), database: 'postgres' };
  const { rows } = await withClient(config, (client) => client.query<{ policy: string }>(POLICY));
  return rows[0]?.policy;
}

/** What a process has that nobody chose a policy for: that of who started it. */
async function ownPolicy(): Promise<unknown> {
  const [, facts = ''] = (await readFile('/proc/self/stat', 'utf8')).split(') ');
  return facts.split(' ')[38];
}

/** A folder with every program of this machine but `chrt`. */
async function programsWithoutChrt(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'supercargo-programs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  for (const from of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of await readdir(from).catch(() => [])) {
      // The first of a name is the one that counts.
      if (name !== 'chrt') await symlink(join(from, name), join(folder, name)).catch(() => undefined);
    }
  }
  return folder;
}

test.skipIf(process.platform !== 'linux')('a backend does not interrupt who woke it', async () => {
  expect(await policyOfBackend()).toBe('3');
});

test.skipIf(process.platform !== 'linux')('without chrt the database runs as it always did', async () => {
  vi.stubEnv('PATH', await programsWithoutChrt());
  expect(await policyOfBackend()).toBe(await ownPolicy());
});

test.skipIf(process.platform !== 'linux')(
  'where the policy is refused the database runs as it always did',
  async () => {
    const folder = await programsWithoutChrt();
    await writeFile(
      join(folder, 'chrt'),
      '#!/bin/sh\necho "chrt: failed to set: Operation not permitted" >&2\nexit 1\n',
    );
    await chmod(join(folder, 'chrt'), 0o755);
    vi.stubEnv('PATH', folder);
    expect(await policyOfBackend()).toBe(await ownPolicy());
  },
);
