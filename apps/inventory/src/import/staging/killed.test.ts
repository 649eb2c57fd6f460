import { once } from 'node:events';
import { join } from 'node:path';
import {
  makeMachine,
  testDatabase,
  type ServerProcess,
  scmsText as csv,
  fileFolder as folder,
  PUBLISHED_SCMS as PUBLISHED,
  scmsPurchase as purchase,
} from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf } from '../demo/chance.ts';
import { booksOf, rowsIn, stagedOf, type TradeBooks } from './store/books.fixture.ts';

const SEED = 20_261_121;
const KILLS = 20;
/** Whoever is killed for ever never ends: after so many kills an import is let go on, and another begins. */
const KILLS_OF_ONE = 7;
const TIMEOUT_MS = 600_000;

const database = await testDatabase();
const machine = await makeMachine(database, 'supercargo_importer', []);
const { write, remove } = await folder();
afterAll(remove);

const file = PUBLISHED ?? (await generated());

/** A file of as many lines as are staged in six batches. */
async function generated(): Promise<string> {
  const lines = Array.from({ length: 6_000 }, (_, at) =>
    purchase({ ID: `${at + 1}`, 'PO / SO #': `PO-${at % 900}`, 'Item Description': `Item ${at % 180}` }),
  );
  return write(csv(lines));
}

const CHILD = join(import.meta.dirname, 'import-child.fixture.ts');

/** Starts an import, and resolves once it begins. */
async function begun(tenant: string): Promise<ServerProcess> {
  const one = machine.start(CHILD, [tenant, file]);
  await once(one.child.stdout ?? one.child, 'data');
  return one;
}

/** Resolves once the database has noticed that the process is gone. */
async function settled(): Promise<void> {
  for (;;) {
    const sessions = await database.admin(
      `select from pg_stat_activity where datname = current_database() and usename = 'supercargo_importer'`,
    );
    if (sessions.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function runOf(tenant: string): Promise<{ readonly state: string; readonly lines: number } | undefined> {
  const [run] = await database.admin<{ state: string; lines: number }>(
    'select state, lines::int from imports.run where tenant_id = $1 order by started_at desc limit 1',
    [tenant],
  );
  return run;
}

let nothing: TradeBooks;
let all: TradeBooks;
let lines = 0;
let tookMs = 0;

beforeAll(async () => {
  nothing = await booksOf(database, 'undisturbed');
  const one = await begun('undisturbed');
  const begunAt = performance.now();
  expect(await one.ended).toMatchObject({ code: 0 });
  tookMs = performance.now() - begunAt;
  all = await booksOf(database, 'undisturbed');
  lines = (await runOf('undisturbed'))?.lines ?? 0;
  expect(rowsIn(all)).toMatchObject({ order_line: lines });
}, TIMEOUT_MS);

/** Runs the import to its end. */
async function complete(tenant: string): Promise<void> {
  expect(await (await begun(tenant)).ended).toMatchObject({ code: 0, stderr: '' });
  expect(await booksOf(database, tenant)).toEqual(all);
  expect(await runOf(tenant)).toEqual({ state: 'done', lines });
  expect(await stagedOf(database, tenant)).toBe(0);
}

/** Kills an import so long after it began, and gives where it was; undefined where it was done before. */
async function killedAfter(tenant: string, delayMs: number): Promise<string | undefined> {
  const one = await begun(tenant);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  one.child.kill('SIGKILL');
  const { code } = await one.ended;
  await settled();
  const run = await runOf(tenant);
  const isDone = run?.state === 'done';
  expect(await booksOf(database, tenant)).toEqual(isDone ? all : nothing);
  if (code !== null) return undefined;
  return run === undefined ? 'checking' : `${run.state} ${run.lines}`;
}

const WHAT = `an import that is killed, ${KILLS} times in all, ends with the rows of one that was not`;

test(WHAT, { timeout: TIMEOUT_MS }, async () => {
  const chance = chanceOf(SEED.toString());
  const killedAt: string[] = [];
  for (let tenants = 1; killedAt.length < KILLS; tenants += 1) {
    const tenant = `killed-${tenants}`;
    for (let kills = 0; kills < KILLS_OF_ONE && killedAt.length < KILLS; kills += 1) {
      const at = await killedAfter(tenant, chance.between(0, tookMs * 0.8));
      if (at !== undefined) killedAt.push(at);
      if (at === undefined || at.startsWith('done')) break;
    }
    await complete(tenant);
  }
  process.stdout.write(`seed ${SEED}; killed at: ${killedAt.join(', ')}\n`);
  const staging = killedAt.filter((at) => at.startsWith('staging') && !at.endsWith(` ${lines}`));
  expect(staging.length).toBeGreaterThanOrEqual(3);
});

test('a kill in the transaction that writes leaves nothing to be seen', { timeout: TIMEOUT_MS }, async () => {
  const client = await database.adminClient();
  await client.query('begin; lock table inventory.order_line in share mode');
  const one = await begun('at-the-end');
  for (;;) {
    const waiting = await database.admin(
      `select from pg_stat_activity where usename = 'supercargo_importer' and wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (waiting.length > 0) break;
    expect(one.child.exitCode).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  one.child.kill('SIGKILL');
  await one.ended;
  await client.query('rollback');
  await settled();
  expect(await booksOf(database, 'at-the-end')).toEqual(nothing);
  expect(await runOf('at-the-end')).toEqual({ state: 'staging', lines });
  await complete('at-the-end');
});
