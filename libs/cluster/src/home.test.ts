import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { closedFolder } from '../test/processes.ts';
import { checkoutOf, homeOf } from './home.ts';

test('the home is created for its owner only, and an existing folder keeps its mode', async () => {
  const path = join(await closedFolder(onTestFinished), 'new', 'home');
  const home = homeOf({ SUPERCARGO_HOME: path });
  expect(home.stateFile).toBe(join(path, 'state.json'));
  for (const folder of [path, home.secretsDir, home.logsDir, home.postgresDir]) {
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  }
  const own = join(await closedFolder(onTestFinished), 'own');
  await mkdir(own);
  // Whatever whoever runs this lets others do by default.
  await chmod(own, 0o755);
  homeOf({ SUPERCARGO_HOME: own });
  expect((await stat(own)).mode & 0o777).toBe(0o755);
});

test('the checkout is found from any depth, past the manifests of its parts', async () => {
  const root = await closedFolder(onTestFinished);
  const part = join(root, 'libs', 'part');
  await mkdir(part, { recursive: true });
  await writeFile(join(root, 'package.json'), '{"name":"supercargo"}');
  await writeFile(join(part, 'package.json'), '{"name":"@supercargo/part"}');
  expect(checkoutOf(pathToFileURL(join(part, 'bundle.js')).href)).toBe(root);
});

test('outside a checkout the home must be named', async () => {
  const root = await closedFolder(onTestFinished);
  expect(() => checkoutOf(pathToFileURL(join(root, 'program.js')).href)).toThrow(/SUPERCARGO_HOME/);
});
