import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMachine, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { freePort } from './issuer.fixture.ts';
import { firstLine, MAIN } from './program.fixture.ts';

const database = await testDatabase();
const machine = await makeMachine(database, 'supercargo_console', []);
const folder = mkdtempSync(join(tmpdir(), 'supercargo-console-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const file = join(folder, 'console.json');
// Nobody listens there: an issuer that is away stops no start.
const settings = { origin, issuer: 'http://127.0.0.1:9', client_id: 'supercargo-console', client_secret: 'a secret' };
writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });

test('it starts without its issuer, prints one line, answers with its number, and ends when it is told to', async () => {
  const program = machine.start(MAIN, ['--port', port.toString()], { SUPERCARGO_CONSOLE_FILE: file });
  expect(await firstLine(program)).toBe(`{"console":"ready","origin":"${origin}"}\n`);
  const health = await fetch(`${origin}/healthz`);
  expect(await health.json()).toEqual({ console: 'ready', pid: program.child.pid });
  const ready = await fetch(`${origin}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, unmet: [] }]);
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
});

test('what stops a start is said in a sentence that names the field, and never the secret', async () => {
  const wrong = join(folder, 'wrong.json');
  writeFileSync(wrong, JSON.stringify({ ...settings, origin: 'http://console.example' }));
  const { code, stdout, stderr } = await machine.start(MAIN, ['--port', '0', '--settings', wrong]).ended;
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^console: the console's settings are not accepted; origin: an origin such as [^\n]*\n$/);
  expect(stderr).not.toContain('a secret');
});

test('it does not start where the database refuses its login', async () => {
  const env = { SUPERCARGO_CONSOLE_FILE: file, DATABASE_PASSWORD_CONSOLE: 'another-password' };
  const { code, stderr } = await machine.start(MAIN, ['--port', '0'], env).ended;
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^console: password authentication failed for user/)]);
});

test('it does not start where somebody listens on its port already', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const taken = (busy.address() as AddressInfo).port.toString();
  const { code, stderr } = await machine.start(MAIN, ['--port', taken], { SUPERCARGO_CONSOLE_FILE: file }).ended;
  busy.close();
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^console: listen EADDRINUSE/)]);
});
