import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantId } from '@supercargo/kernel';
import { foundTenant, LOGINS, openRelay, testDatabase } from '@supercargo/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openDoor, type TenantDoor } from './door.ts';
import { answerMsMaxOf } from './open-pool.ts';
import { openPrismaDoor } from './store/prisma.ts';

const ANSWER_MS_MAX = 1_000;
const database = await testDatabase();
const relay = await openRelay(database.config('supercargo_importer'));
let acme: TenantId;

const LIST = { name: 'silent_list', text: 'select id from inventory.supplier order by id' };
const ADD = { name: 'silent_add', text: 'insert into inventory.supplier (tenant_id, id, name) values ($1, $2, $2)' };

beforeAll(async () => {
  acme = await foundTenant(database, { tenant: 'acme' });
});
afterEach(() => {
  relay.release();
});
afterAll(() => {
  relay.close();
});

/** A door of which this many connections have been good until now. */
async function opened(connectionsMax: number, answerMsMax = ANSWER_MS_MAX): Promise<TenantDoor> {
  const door = openDoor({
    ...database.config('supercargo_importer'),
    ...{ host: '127.0.0.1', port: relay.port, connectionsMax, answerMsMax },
  });
  await Promise.all(Array.from({ length: connectionsMax }, () => door.read(acme, (tx) => tx.query(LIST))));
  return door;
}

async function tookMs(work: Promise<unknown>): Promise<{ readonly ms: number; readonly failed: boolean }> {
  const startedAt = performance.now();
  const failed = await work.then(
    () => false,
    () => true,
  );
  return { ms: performance.now() - startedAt, failed };
}

const suppliers = () => database.admin('select id from inventory.supplier order by id');

test(
  'a database that says nothing fails reads, writes and the look whether it is there in time, and whoever waits for a connection',
  { timeout: 20_000 },
  async () => {
    const door = await opened(2);
    relay.keepAnswersAfter('silent_add');
    const add = () => door.write(acme, (tx) => tx.query(ADD, [acme, 'never']));
    const held = [add(), door.read(acme, (tx) => tx.query(LIST)), door.check()];
    const behind = [add(), door.append(acme, ADD, [acme, 'never'])];
    const ended = await Promise.all([...held, ...behind].map(tookMs));
    expect(ended.map(({ failed }) => failed)).toEqual([true, true, true, true, true]);
    // One statement, or two one after the other on one connection; 3 s for the look, and 5 s for a connection.
    for (const { ms } of ended) expect(ms).toBeLessThan(7_000);
    await expect.poll(() => door.connections().inUse, { timeout: 6_000 }).toBe(0);
    await door.close();
  },
);

test('what was written before the database fell silent is not there when it speaks again, and the door serves on', async () => {
  const door = await opened(2);
  relay.keepAnswersAfter('silent_add');
  await expect(door.write(acme, (tx) => tx.query(ADD, [acme, 'late']))).rejects.toThrow();
  relay.release();
  // The session that did it ends by its lost connection, and rolls back.
  await vi.waitFor(async () => {
    const open = await database.admin(
      "select from pg_stat_activity where usename = 'supercargo_importer' and datname = current_database() and state <> 'idle'",
    );
    expect(open).toEqual([]);
  }, 5_000);
  expect(await suppliers()).toEqual([]);
  await door.write(acme, (tx) => tx.query(ADD, [acme, 'kept']));
  expect(await door.read(acme, (tx) => tx.query(LIST))).toEqual([{ id: 'kept' }]);
  await expect(door.check()).resolves.toBeUndefined();
  await door.close();
});

test('a database that takes its time, and answers, fails nothing', async () => {
  const door = await opened(1);
  const SLOW = { name: 'silent_slow', text: 'select pg_sleep($1)' };
  await expect(door.read(acme, (tx) => tx.query(SLOW, [0.7]))).resolves.toHaveLength(1);
  await sleep(ANSWER_MS_MAX);
  await expect(door.read(acme, (tx) => tx.query(LIST))).resolves.toBeDefined();
  await door.close();
});

test(
  'however long a statement may take, a door says in time that a database says nothing, and closes beside it',
  { timeout: 20_000 },
  async () => {
    const door = await opened(2, 60_000);
    relay.keepAnswersAfter('silent_list');
    const asked = door.read(acme, (tx) => tx.query(LIST)).catch(() => 'failed');
    await vi.waitFor(() => {
      expect(relay.isKeeping()).toBe(true);
    });
    const looked = await tookMs(door.check());
    expect(looked).toMatchObject({ failed: true });
    expect(looked.ms).toBeLessThan(5_500);
    expect((await tookMs(door.close())).ms).toBeLessThan(8_000);
    expect(await asked).toBe('failed');
  },
);

test('beside Prisma as well', { timeout: 20_000 }, async () => {
  const door = openPrismaDoor({
    ...database.config('supercargo_importer'),
    ...{ host: '127.0.0.1', port: relay.port, connectionsMax: 1, answerMsMax: ANSWER_MS_MAX },
  });
  await door.read(acme, (db) => db.supplier.findMany());
  relay.keepAnswersAfter('begin isolation');
  const { ms, failed } = await tookMs(door.read(acme, (db) => db.supplier.findMany()));
  expect([failed, ms < 4_000]).toEqual([true, true]);
  expect((await tookMs(door.close())).ms).toBeLessThan(8_000);
});

test.each(LOGINS)('what %s may take for a statement ends before its door gives it up', async (login) => {
  const [allowed] = await database.admin<{ ms: number }>(
    `select (extract(epoch from split_part(setting, '=', 2)::interval) * 1000)::int as ms
     from pg_roles, unnest(rolconfig) setting where rolname = $1 and setting like 'statement_timeout=%'`,
    [login],
  );
  expect(allowed?.ms).toBeGreaterThan(0);
  expect(allowed?.ms).toBeLessThan(answerMsMaxOf(login));
});
