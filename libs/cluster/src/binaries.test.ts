import { cp, mkdir, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { closedFolder } from '../test/processes.ts';
import { binariesIn, copyBinaries, installedBinaries, makeLinks } from './binaries.ts';
import { run } from './programs.ts';

async function packageFolder(): Promise<string> {
  const folder = join(await closedFolder(onTestFinished), 'native');
  await mkdir(join(folder, 'lib'), { recursive: true });
  await writeFile(join(folder, 'lib', 'libx.so.1.2'), 'x');
  return folder;
}

async function listLinks(folder: string, links: readonly { source: string; target: string }[]): Promise<void> {
  await writeFile(join(folder, 'pg-symlinks.json'), JSON.stringify(links));
}

test('links are relative, survive a second run, and a wrong one is corrected', async () => {
  const folder = await packageFolder();
  await listLinks(folder, [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }]);
  await Promise.all([makeLinks(folder), makeLinks(folder), makeLinks(folder)]);
  expect(await readlink(join(folder, 'lib', 'libx.so.1'))).toBe('libx.so.1.2');
  await rm(join(folder, 'lib', 'libx.so.1'));
  await writeFile(join(folder, 'lib', 'libx.so.1'), 'not a link');
  expect(await makeLinks(folder)).toBe(true);
  expect(await readlink(join(folder, 'lib', 'libx.so.1'))).toBe('libx.so.1.2');
  expect((await readdir(join(folder, 'lib'))).sort()).toEqual(['libx.so.1', 'libx.so.1.2']);
});

test.each([
  { source: 'native/lib/libx.so.1.2', target: 'native/../../evil' },
  { source: '../../etc/passwd', target: 'native/lib/libx.so.1' },
])('refuses a link that leads out of its package (%#)', async (link) => {
  const folder = await packageFolder();
  await listLinks(folder, [link]);
  await expect(makeLinks(folder)).rejects.toMatchObject({ code: 'platform' });
});

test('copies made at once end as one whole that everyone can run', { timeout: 60_000 }, async () => {
  const { folder, version } = await installedBinaries();
  const target = join(await closedFolder(onTestFinished), 'programs');
  await Promise.all([copyBinaries(folder, target), copyBinaries(folder, target)]);
  expect(await readdir(join(target, '..'))).toEqual(['programs']);
  const { pgCtl } = binariesIn(target, version);
  expect((await stat(pgCtl)).mode & 0o777).toBe(0o755);
  const answer = await run(pgCtl, ['--version']);
  expect(answer).toMatchObject({ exitCode: 0, output: expect.stringContaining('(PostgreSQL) 18') as unknown });
});

test('a package without its links runs once we have made them', { timeout: 60_000 }, async () => {
  const { folder, version } = await installedBinaries();
  const copy = join(await closedFolder(onTestFinished), 'native');
  await cp(folder, copy, { recursive: true, filter: async (path) => !(await stat(path)).isSymbolicLink() });
  for (const name of await readdir(join(copy, 'lib'))) {
    if (/^lib(pq|icu\w+)\.so(\.\d+)?$/.test(name)) await rm(join(copy, 'lib', name));
  }
  const { initdb } = binariesIn(copy, version);
  expect(await run(initdb, ['--version'])).not.toMatchObject({ exitCode: 0 });
  expect(await makeLinks(copy)).toBe(true);
  expect(await run(initdb, ['--version'])).toMatchObject({ exitCode: 0 });
});
