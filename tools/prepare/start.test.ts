import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const tools = join(import.meta.dirname, '..');
let root = '';
let npm = '';

// Stands in for npm: notes that it ran, takes its time, and brings a Node. The network is all that it fakes.
const npmText = `
const { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
if (process.env.NPM_HANGS) process.on('SIGTERM', () => { writeFileSync('npm-ended', ''); process.exit(1); });
appendFileSync('npm-runs', process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) { console.error('no route to the registry'); process.exit(1); }
setTimeout(() => {
  rmSync('node_modules', { recursive: true, force: true });
  mkdirSync('node_modules/.bin', { recursive: true });
  symlinkSync(process.execPath, 'node_modules/.bin/node');
}, process.env.NPM_HANGS ? 60_000 : 300);
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'start with spaces '));
  npm = join(root, 'npm.cjs');
  writeFileSync(npm, npmText);
  mkdirSync(join(root, 'tools'));
  cpSync(join(tools, 'start.mjs'), join(root, 'tools', 'start.mjs'));
  cpSync(join(tools, 'prepare'), join(root, 'tools', 'prepare'), { recursive: true });
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [join(root, 'tools', 'start.mjs'), ...args], {
    env: { ...process.env, npm_execpath: npm, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

type Ended = Readonly<{ code: number | null; output: string }>;

function ended(child: ChildProcess): Promise<Ended> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

const run = (args: readonly string[], env?: Readonly<Record<string, string>>) => ended(start(args, env));
const npmRuns = () => readFileSync(join(root, 'npm-runs'), 'utf8').trim().split('\n');

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('installs once, without install scripts, and not again until the lock file changes', async () => {
  expect((await run(['setup'])).code).toBe(0);
  expect((await run(['setup'])).output).toBe('');
  expect(npmRuns()).toEqual([expect.stringContaining('ci --ignore-scripts')]);
  write('package-lock.json', '{"packages":{"node_modules/b":{"version":"1.0.0"}}}');
  expect((await run(['setup'])).code).toBe(0);
  expect(npmRuns()).toHaveLength(2);
});

test('accepts what a developer installed by hand', async () => {
  write('node_modules/.package-lock.json', readFileSync(join(root, 'package-lock.json'), 'utf8'));
  write('node_modules/a/package.json', '{}');
  mkdirSync(join(root, 'node_modules', '.bin'));
  symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'));
  expect((await run(['setup'])).code).toBe(0);
  expect(existsSync(join(root, 'npm-runs'))).toBe(false);
});

test('of racing starts one installs and the others wait for it', async () => {
  const starts = await Promise.all([run(['setup']), run(['setup']), run(['setup'])]);
  expect(starts.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(npmRuns()).toHaveLength(1);
  expect(existsSync(join(root, '.supercargo', 'prepare.lock'))).toBe(false);
});

test('takes over from a start that was killed', async () => {
  const killed = start(['setup']);
  await expect.poll(() => existsSync(join(root, '.supercargo', 'prepare.lock'))).toBe(true);
  killed.kill('SIGKILL');
  await ended(killed);
  expect((await run(['setup'])).code).toBe(0);
});

test('ends the installation when it is told to end', async () => {
  const told = start(['setup'], { NPM_HANGS: '1' });
  await expect.poll(() => existsSync(join(root, 'npm-runs'))).toBe(true);
  told.kill('SIGTERM');
  expect((await ended(told)).code).toBe(143);
  await expect.poll(() => existsSync(join(root, 'npm-ended'))).toBe(true);
  expect(existsSync(join(root, '.supercargo', 'prepare.lock'))).toBe(false);
});

test('says what failed when packages cannot be installed, and tries again next time', async () => {
  const failed = await run(['setup'], { NPM_FAILS: '1' });
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('no route to the registry');
  expect(failed.output).toContain('run the same command again');
  expect((await run(['setup'])).code).toBe(0);
});

test('refuses a Node of another version', async () => {
  await run(['setup']);
  rmSync(join(root, 'node_modules', '.bin', 'node'));
  writeFileSync(join(root, 'node_modules', '.bin', 'node'), '#!/bin/sh\necho v18.0.0\n', { mode: 0o755 });
  const refused = await run(['setup']);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('answers "v18.0.0"');
});

test('passes arguments, exit code and output through', async () => {
  write('apps/cli/src/main.ts', 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;');
  const { code, output } = await run(['up', '--detach', 'two words']);
  expect(code).toBe(7);
  expect(output).toContain('["up","--detach","two words"]');
});

test('passes signals on and ends as the command ends', async () => {
  write(
    'apps/cli/src/main.ts',
    "process.on('SIGTERM', () => process.exit(3)); setInterval(() => 0, 1e3); console.log('on');",
  );
  const child = start(['up']);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.kill('SIGTERM');
  expect((await ended(child)).code).toBe(3);
});

test('names a command that this checkout does not have', async () => {
  const { code, output } = await run(['tools/nowhere.ts']);
  expect(code).toBe(1);
  expect(output).toContain('tools/nowhere.ts does not exist');
});
