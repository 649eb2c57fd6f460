import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { listRequests, type LedgerRequest } from '@supercargo/approval';
import { openStage, stageOf, testDatabase, type Stage } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { DEFAULT_BUDGETS } from '../limits/limits.ts';
import { memoryLimits } from '../limits/memory-limits.ts';
import { makeRuntime } from '../make-runtime.ts';
import { runWorker } from '../worker.ts';
import { consumePending } from './consume.ts';
import { deliveries, deskOf, noted, openDesk, tell, type Slowly } from './store/desk.fixture.ts';

const database = await testDatabase();
const trade = (slowly?: Slowly) =>
  ({ definition: deskOf(slowly), login: 'supercargo_payments', load: async () => openDesk(database) }) as const;
let desk: Stage;
/** On a busy machine. */
const WAIT = { timeout: 25_000 };
const tenant = 'acme' as Parameters<typeof stageOf>[2];

beforeAll(async () => {
  desk = await openStage(database, trade());
});
beforeEach(async () => {
  const session = await database.adminClient();
  await session.query(`set session_replication_role = replica;
    truncate events.delivery, events.outbox, payments.test_note, approval.request, approval.plan cascade`);
  await session.end();
});

const arrived = (key: string, n: string): Promise<string> =>
  tell(database, tenant, 'purchase_order.received', key, { n });
const sentBack = (id: string, chain: readonly string[] = ['mara', 'felix']): Promise<string> =>
  tell(database, tenant, 'return.approved', id, { return_id: id }, chain);
async function requests(): Promise<readonly LedgerRequest[]> {
  const all = { requester: null, states: null, after: null, limit: 10 };
  return (await desk.runtime.door.read(tenant, (tx) => listRequests(tx, all))).requests;
}

test('the worker consumes what is told, each key in its order, until it is told to stop', async () => {
  for (const n of ['a', 'b', 'c']) await arrived('PO-1', n);
  const stop = new AbortController();
  const running = runWorker(desk.runtime, 10, stop.signal);
  onTestFinished(() => stop.abort());
  await expect.poll(() => noted(database), WAIT).toEqual(['a', 'b', 'c']);
  await arrived('PO-2', 'd');
  await expect.poll(() => noted(database), WAIT).toEqual(['a', 'b', 'c', 'd']);
  stop.abort();
  await running;
  expect(await deliveries(database)).toEqual(
    ['PO-1', 'PO-1', 'PO-1', 'PO-2'].map((key) => ({ key, state: 'done', tries: 0, outcome: `noted ${key}` })),
  );
});

test('two workers at once consume every event once', async () => {
  for (let n = 0; n < 30; n += 1) await arrived(`PO-${n % 10}`, String(n));
  const other = stageOf(database, trade(), tenant);
  const stop = new AbortController();
  const running = [runWorker(desk.runtime, 10, stop.signal), runWorker(other.runtime, 10, stop.signal)];
  onTestFinished(() => stop.abort());
  await expect.poll(async () => (await noted(database)).length, WAIT).toBe(30);
  stop.abort();
  await Promise.all(running);
  expect(new Set(await noted(database)).size).toBe(30);
  expect([...desk.faults, ...other.faults]).toEqual([]);
});

test('what fails is undone and counted in words of ours, and stops nothing else', async () => {
  await arrived('PO-1', 'poison');
  await arrived('PO-1', 'after');
  await arrived('PO-2', 'broken');
  await tell(database, tenant, 'purchase_order.received', 'PO-3', { n: 5 });
  await tell(database, tenant, 'payment.proposed', 'PO-4', { n: 'x' });
  await arrived('PO-5', 'fine');
  const before = desk.faults.length;
  expect(await consumePending(desk.runtime)).toBe(1);
  expect(await noted(database)).toEqual(['fine']);
  const failed = { state: 'pending', tries: 1 };
  expect(await deliveries(database)).toEqual([
    { key: 'PO-1', ...failed, outcome: 'it is poison' },
    { key: 'PO-1', state: 'pending', tries: 0, outcome: null },
    { key: 'PO-2', ...failed, outcome: 'a fault: TypeError; the worker’s log has it' },
    { key: 'PO-3', ...failed, outcome: 'a fault: ZodError; the worker’s log has it' },
    { key: 'PO-4', ...failed, outcome: 'this server does nothing about payment.proposed' },
    { key: 'PO-5', state: 'done', tries: 0, outcome: 'noted PO-5' },
  ]);
  expect(desk.faults.slice(before)).toHaveLength(4);
});

test('an event leads to a request in the name of who asked first, which two others must approve', async () => {
  const event = await sentBack('RMA-1');
  expect(await consumePending(desk.runtime)).toBe(1);
  const [request] = await requests();
  expect(request).toMatchObject({
    requester: 'mara',
    tool: 'issue_refund',
    state: 'waiting',
    tier: 'person',
    quorum: 2,
  });
  expect(request?.card).toMatchObject({
    why: 'nobody asked for this in person, so it needs 2 other people, one of them from finance',
    asked_by: { person: 'Mara Lind', agent: 'event return.approved', words: null },
    flags: [
      'unusual amount',
      'nobody asked for this in person: return.approved RMA-1 led to it. Mara Lind, Felix Braun had their say before, and cannot approve it',
    ],
  });
  expect(JSON.parse(request?.plan ?? '{}')).toMatchObject({
    ...{ event, chain: ['mara', 'felix'], arguments: { return_id: 'RMA-1' } },
    effect: { asked_as: 'supply_chain_manager' },
  });
  expect(await deliveries(database)).toMatchObject([
    { outcome: `asked for issue_refund, request ${request?.id ?? ''}` },
  ]);
});

test('a plan that refuses is the outcome of the event, in words, and nothing is asked', async () => {
  await sentBack('RMA-0');
  expect(await consumePending(desk.runtime)).toBe(1);
  expect(await deliveries(database)).toMatchObject([
    { state: 'done', outcome: 'not asked for: this return was refunded already' },
  ]);
  expect(await requests()).toEqual([]);
});

test.each<readonly [string, string, readonly string[], string]>([
  ['a file says', 'RMA-1', [], 'nobody asked for what return.approved RMA-1 tells of'],
  ['somebody asked who is nobody', 'RMA-1', ['nobody'], 'nobody, who asked first, is no longer active'],
  ['leads to two requests', 'RMA-2', ['mara'], 'a fault: error 42501; the worker’s log has it'],
])('what %s asks for nothing, and is tried again', async (_, id, chain, outcome) => {
  await sentBack(id, chain);
  expect(await consumePending(desk.runtime)).toBe(0);
  expect(await deliveries(database)).toEqual([{ key: id, state: 'pending', tries: 1, outcome }]);
  expect(await requests()).toEqual([]);
});

test('what an administrator stopped is never given up, and asked for once they lift it', async () => {
  await sentBack('RMA-1');
  await database.admin('update events.delivery set tries = 19');
  await database.admin(
    `insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'agent', 'event return.approved', 'a test', 'ada')`,
  );
  expect(await consumePending(desk.runtime)).toBe(0);
  expect(await deliveries(database)).toMatchObject([
    { state: 'pending', tries: 20, outcome: 'an administrator stopped this' },
  ]);
  await database.admin('delete from policy.kill_switch');
  await database.admin('update events.delivery set not_before = clock_timestamp()');
  expect(await consumePending(desk.runtime)).toBe(1);
  expect(await requests()).toHaveLength(1);
});

test('a worker killed between its work and its commit has done nothing, and another does it once', async () => {
  await arrived('PO-1', 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker-process.fixture.ts')], {
    env: { ...process.env, DESK_DOOR: JSON.stringify(database.config('supercargo_payments')) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('worked upon a\n');
  expect(await consumePending(desk.runtime)).toBe(0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await noted(database)).toEqual([]);
  await expect.poll(() => consumePending(desk.runtime), WAIT).toBe(1);
  expect(await noted(database)).toEqual(['a']);
  expect(await deliveries(database)).toMatchObject([{ state: 'done', tries: 0 }]);
});

test('the worker of a server that consumes nothing asks for no events', async () => {
  const { consumers: _, ...deaf } = desk.runtime.definition;
  let asked = 0;
  const faults: unknown[] = [];
  const runtime = makeRuntime(deaf, {
    ...{ auditKey: 'a test', limits: memoryLimits(DEFAULT_BUDGETS), onFault: (fault: unknown) => faults.push(fault) },
    door: {
      ...desk.runtime.door,
      pendingEvents: async (...page) => {
        asked += 1;
        return desk.runtime.door.pendingEvents(...page);
      },
    },
  });
  const listens = { ...runtime, definition: desk.runtime.definition };
  for (const [each, times] of [
    [runtime, 0],
    [listens, 1],
  ] as const) {
    const stop = new AbortController();
    const running = runWorker(each, 5, stop.signal);
    setTimeout(() => stop.abort(), 100);
    await running;
    expect(Math.min(asked, 1)).toBe(times);
  }
  expect(faults).toEqual([]);
});
