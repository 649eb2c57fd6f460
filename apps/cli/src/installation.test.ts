import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf, removeDatabase, runningConsole, runningIssuer, stopRail } from '@supercargo/cluster';
import { CUSTOMER_SERVERS, SERVERS } from '@supercargo/kernel';
import { afterAll, expect, test } from 'vitest';
import { stopHttp } from './http/stop-http.ts';
import { runningHttpServers, runningWorkers } from './workers/running.ts';
import { nodeBinary } from './servers.ts';
import { stopWorkers } from './workers/stop.ts';

// One installation, from nothing to its end, by the real command in processes of its own: below a closed folder, in a path with a space.
const folder = mkdtempSync(join(tmpdir(), 'supercargo '));
chmodSync(folder, 0o700);
const env = { PATH: process.env['PATH'] ?? '', SUPERCARGO_HOME: join(folder, 'a home') };
mkdirSync(env.SUPERCARGO_HOME, { mode: 0o700 });
const home = homeOf(env);

afterAll(async () => {
  await stopHttp(home);
  await stopWorkers(home, await runningWorkers(home));
  await stopRail(home);
  await removeDatabase(home);
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function supercargo(args: readonly string[], killAfterMs?: number): Promise<Ended> {
  const child = spawn(nodeBinary(), [join(import.meta.dirname, '..', 'bin', 'supercargo.mjs'), ...args], { env });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.err += chunk));
  if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve) => {
    child.once('exit', (code) => setTimeout(resolve, 50, { code, ...said }));
  });
}

const secretOf = (person: string, said: string): string | undefined =>
  new RegExp(`^ +${person} +([a-z2-9]{4}(?:-[a-z2-9]{4}){4})$`, 'm').exec(said)?.[1];

function filesUnder(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a start says of workers that run already. */
const ALREADY = Object.fromEntries(SERVERS.map((server) => [server, 'already running']));

const shown: string[] = [];

test('a start that is killed at any moment is completed by the next', { timeout: 120_000 }, async () => {
  for (const killAfterMs of [500, 1_300, 1_900]) {
    shown.push((await supercargo(['up', '--no-http', '--detach'], killAfterMs)).out);
  }
  const { code, out, err } = await supercargo(['up', '--no-http', '--detach']);
  expect(err).toBe('');
  expect(code).toBe(0);
  shown.push(out);
  expect(out).toContain('Give me my morning briefing');
  expect(out).toContain('npx supercargo host-config all');
  expect(out).toContain('npx supercargo export csv list_low_stock');
  expect(out).toContain('npx supercargo tour --yes');
});

test('the secrets of approvers were shown, and are kept nowhere but for the company of scripts', () => {
  const said = shown.join('');
  const last = (person: string): string =>
    shown.map((one) => secretOf(person, one)).findLast((secret) => secret !== undefined) ?? '';
  expect(said).toContain('The approval secrets of acme');
  expect(said).toContain('The approval secrets of globex');
  expect(said).not.toContain('The approval secrets of tour');
  for (const secret of [last('felix'), last('greg')]) {
    expect(secret).not.toBe('');
    for (const file of filesUnder(home.path)) expect(readFileSync(file, 'utf8')).not.toContain(secret);
  }
  expect(existsSync(join(home.secretsDir, 'approver-tour-felix'))).toBe(true);
  expect(existsSync(join(home.secretsDir, 'approver-acme-felix'))).toBe(false);
});

test('a second start changes nothing, shows no secret and makes no second worker, even twice at once', async () => {
  const before = await runningWorkers(home);
  expect(before).toHaveLength(SERVERS.length);
  const [one, two] = await Promise.all([
    supercargo(['up', '--no-http', '--json']),
    supercargo(['up', '--no-http', '--json']),
  ]);
  for (const { code, out } of [one, two]) {
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ secrets: {}, founded: [], workers: ALREADY });
  }
  expect(await runningWorkers(home)).toStrictEqual(before);
}, 60_000);

test('a worker that died is started again, by two starts at once only one', { timeout: 60_000 }, async () => {
  for (const { pid } of await runningWorkers(home)) process.kill(pid, 'SIGKILL');
  const doctor = await supercargo(['doctor', '--json']);
  expect(doctor.code).toBe(1);
  expect(JSON.parse(doctor.out)).toMatchObject({ ok: false });
  expect(doctor.out).toContain(`no worker of ${SERVERS.join(', ')}:`);
  await Promise.all([supercargo(['up', '--no-http', '--detach']), supercargo(['up', '--no-http', '--detach'])]);
  expect(await runningWorkers(home)).toHaveLength(SERVERS.length);
});

test('doctor finds nothing to do', { timeout: 60_000 }, async () => {
  const { out } = await supercargo(['doctor', '--json']);
  const { findings } = JSON.parse(out) as { findings: { check: string; ok: boolean; detail: string }[] };
  // How fast a server answers is the machine's business too, which runs other tests now; that it answers is ours.
  const answers = findings.filter(({ check }) => check.startsWith('server '));
  expect(answers.map(({ check }) => check)).toStrictEqual(SERVERS.map((server) => `server ${server}`));
  for (const { detail } of answers) expect(detail).toContain('first answer after');
  const others = findings.filter((finding) => !answers.includes(finding));
  expect(others.filter(({ ok }) => !ok)).toStrictEqual([]);
  expect(others.length).toBeGreaterThan(8);
});

test('the day plays over all five servers, and plays again with what is left', { timeout: 120_000 }, async () => {
  const first = await supercargo(['tour', '--yes']);
  expect(first.err).toBe('');
  expect(first.code).toBe(0);
  // Long lines are folded.
  const told = first.out.replace(/\s+/g, ' ');
  expect(told).toContain('nobody may approve a request of their own');
  expect(told).toContain('COF-1KG');
  expect(told).toMatch(/it still runs out on \d{4}-\d\d-\d\d. Nothing comes before/);
  expect(told).toContain('Rerouted: RT-SWIFT-NLRTM-DEHAM');
  expect(told).toMatch(/Order SO-1002 of Carlos Vega[^.]*raised by the event/);
  expect(told).toContain('this person asked for or approved what led to this request');
  expect(told).toMatch(/for RMA-3001, 1,450.00 EUR to CUS-CARLA, paid/);
  expect(told).toContain('tries to pay INV-7001-B all the same Refused: the invoice is held');
  expect(told).toMatch(/for INV-7002, 4,200.00 EUR to Finca La Esperanza, paid/);
  expect(told).toMatch(/felix of finance: the amount is above the cap for a single payment/);
  expect(told).toContain('Mara Lindqvist (mara) and Mo Farouk (mo) had their say in what it tells of');
  const second = await supercargo(['tour', '--yes', '--json']);
  expect(second.code).toBe(0);
  const { ok, steps } = JSON.parse(second.out) as { ok: boolean; steps: { chapter: string; lines: string[] }[] };
  expect(ok).toBe(true);
  expect(new Set(steps.map(({ chapter }) => chapter)).size).toBe(8);
  const again = steps.flatMap(({ lines }) => lines).join(' ');
  expect(again).toContain('Send shipment SHP-2003');
  expect(again).toContain('for RMA-3002, 89.00 EUR to CUS-CARLOS, paid');
});

test('status and state.json say what runs', async () => {
  const status = JSON.parse((await supercargo(['status', '--json'])).out) as { workers: { pid: number }[] };
  expect(status).toMatchObject({
    database: { kind: 'running', version: expect.stringMatching(/^1[89]/) as string },
    workers: SERVERS.map((server) => ({ server, alive: true })),
    rail: { alive: true },
    waiting: { acme: 0, globex: 0, tour: 0 },
  });
  const state = JSON.parse(readFileSync(home.stateFile, 'utf8')) as { workers: { pid: number }[] };
  const pids = (workers: readonly { readonly pid: number }[]): readonly number[] =>
    workers.map(({ pid }) => pid).sort((a, b) => a - b);
  expect(pids(state.workers)).toStrictEqual(pids(status.workers));
});

test('down stops the workers and the database, and keeps both stopped', { timeout: 60_000 }, async () => {
  const { code, out } = await supercargo(['down']);
  expect(code).toBe(0);
  for (const server of SERVERS) expect(out.split('\n')[0]).toContain(server);
  expect(out).toMatch(/^workers: stopped .*\nrail: stopped\ndatabase: stopped\n$/);
  expect(await runningWorkers(home)).toStrictEqual([]);
  expect((await supercargo(['status'])).out).toContain('stopped; data in');
  expect(await supercargo(['down'])).toMatchObject({
    code: 0,
    out: 'workers: none was running\nrail: not running\ndatabase: not running\n',
  });
});

test('the servers over HTTP start with the rest, unless they are left out, and a start without them sees to them then', async () => {
  expect([await runningHttpServers(home), await runningConsole(home)]).toStrictEqual([[], undefined]);
  const { code, err, out } = await supercargo(['up', '--detach']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/✓ http +inventory http:\/\/127\.0\.0\.1:\d+\/mcp started, logistics/);
  expect(out).toContain('npx supercargo host-config all --http');
  const [, origin = ''] =
    /✓ console +where people decide in a browser: (http:\/\/127\.0\.0\.1:\d+), started/.exec(out) ?? [];
  expect(out).toContain(`Decide in a browser:          ${origin}/requests`);
  expect(await runningConsole(home)).toBe(origin);
  expect(await runningHttpServers(home)).toHaveLength(SERVERS.length + CUSTOMER_SERVERS.length);
}, 60_000);

test('the foreground start ends everything at an interrupt', { timeout: 60_000 }, async () => {
  const child = spawn(nodeBinary(), [join(import.meta.dirname, 'main.ts'), 'up', '--no-http'], { env });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
    if (out.includes('Following the workers') && !child.killed) child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
  expect(out).toMatch(/✓ http +inventory http:\S+ already running/);
  expect(out).toMatch(/✓ console .*, already running/);
  expect(out).toContain('stopped; npm start goes on where it was');
  expect([await runningWorkers(home), await runningHttpServers(home)]).toStrictEqual([[], []]);
  expect([await runningIssuer(home), await runningConsole(home)]).toStrictEqual([undefined, undefined]);
});
