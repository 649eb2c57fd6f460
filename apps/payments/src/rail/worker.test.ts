import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startRail, stopRail } from '@supercargo/cluster';
import { carryOut, runWorker } from '@supercargo/mcp-kit';
import { testDatabase } from '@supercargo/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openTolls, type Seen } from '../store/toll.fixture.ts';
import { railClient, type PaymentOrder, type RailClient } from './client.ts';
import { railHome } from './rail.fixture.ts';

const database = await testDatabase();
const tolls = await openTolls(database);
const { home, place, remove } = railHome();
const rail = railClient(place);
/** How often the rail was told of each execution. */
const told = new Map<string, number>();
const counted: RailClient = {
  ...rail,
  pay: (order) => {
    told.set(order.id, (told.get(order.id) ?? 0) + 1);
    return rail.pay(order);
  },
};

beforeEach(async () => {
  await startRail(home);
});
afterAll(remove);

/** The rail again, with this misbehaviour and the same books. */
async function railWith(...args: readonly string[]): Promise<void> {
  await stopRail(home);
  await startRail(home, args);
}

/** Runs workers until all of these stand so, or fifteen seconds are over; gives how each stands. */
async function workUntil(
  requests: readonly string[],
  done: (seen: Seen) => boolean,
  how: { readonly workers?: number; readonly leaseMs?: number; readonly outside?: RailClient } = {},
): Promise<readonly Seen[]> {
  const { workers = 1, leaseMs = 30_000, outside = counted } = how;
  const stop = new AbortController();
  const running = Array.from({ length: workers }, () => runWorker(tolls.worker(outside), 10, stop.signal, leaseMs));
  const late = performance.now() + 15_000;
  let seen: readonly Seen[];
  do {
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen = await Promise.all(requests.map((request) => tolls.look(request)));
  } while (!seen.every(done) && performance.now() < late);
  stop.abort();
  await Promise.all(running);
  return Promise.all(requests.map((request) => tolls.look(request)));
}

const isOver = ({ state }: Seen): boolean => state === 'executed' || state === 'failed';
const orderOf = (execution: string): PaymentOrder => ({
  ...{ id: execution, amount: { minor: 100n, currency: 'EUR' }, reference: 'Toll' },
  ...{ creditor: { name: 'The bridge', account: 'DE89370400440532013000' }, expiresAt: new Date(0) },
});

/** A worker of its own, killed without warning when it has come so far with this request. */
async function killedAt(stopsAt: 'before sending' | 'after sending'): Promise<string> {
  const config = JSON.stringify({ door: database.config('supercargo_payments'), place: await place(), stopsAt });
  const file = join(import.meta.dirname, 'toll-worker.fixture.ts');
  const id = await tolls.approved();
  const child = spawn(process.execPath, [file, config], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return id;
}

test('four workers at once pay each toll once, and each is told to the rail once', async () => {
  const requests: string[] = [];
  for (let toll = 0; toll < 40; toll += 1) requests.push(await tolls.approved());
  const seen = await workUntil(requests, isOver, { workers: 4 });
  for (const one of seen) {
    expect(one).toMatchObject({ state: 'executed', fence: 1, record: ['attempt', 'sent', 'executed'] });
    expect(told.get(one.execution)).toBe(1);
    expect(await rail.find(orderOf(one.execution))).toMatchObject({ kind: 'executed' });
  }
  const references = new Set(seen.map(({ result }) => result));
  expect(references.size).toBe(requests.length);
});

test('a server that is asked dispatches and answers that it is under way; its worker pays', async () => {
  const asked = { account: 'DE89370400440532013001' };
  const { stage } = tolls;
  const first = await stage.call('felix', 'pay_toll', asked, { canShow: ['forms'] });
  if (first.kind !== 'consent') throw new Error('the host’s person is asked');
  const requestId = first.request.id;
  const answer = await stage.call('felix', 'pay_toll', asked, { resumed: { requestId, answer: 'given' } });
  const structured = { outcome: 'unknown', request_id: requestId };
  expect(answer).toMatchObject({ kind: 'answered', structured });
  expect(await stage.call('felix', 'pay_toll', asked)).toMatchObject({ structured });
  expect(await stage.call('felix', 'withdraw_payments_request', { request_id: requestId })).toMatchObject({
    kind: 'refused',
  });
  const [before] = [await tolls.look(requestId)];
  expect(before).toMatchObject({ state: 'executing', isSent: false });
  const [seen] = await workUntil([requestId], isOver);
  expect(seen).toMatchObject({ state: 'executed' });
  expect(await stage.call('felix', 'get_payments_request', { request_id: requestId })).toMatchObject({
    structured: { outcome: 'executed', result: { reference: expect.stringMatching(/^RAIL-/) as string } },
  });
});

test('refused by the rail it failed, and says why', async () => {
  const [seen] = await workUntil([await tolls.approved('ZZ00001')], isOver);
  expect(seen).toMatchObject({
    ...{ state: 'failed', reason: 'the payment rail refused it: the account of the payee is closed' },
    record: ['attempt', 'sent', 'failed'],
  });
});

test('an answer that was lost is unknown, then asked for, then executed, and the rail was told once', async () => {
  await railWith('--lose-every', '1');
  const [seen] = await workUntil([await tolls.approved()], isOver);
  expect(seen).toMatchObject({ state: 'executed', fence: 2, record: ['attempt', 'sent', 'unknown', 'executed'] });
  expect(told.get(seen?.execution ?? '')).toBe(1);
});

test('killed between its mark and the sending it is not sent: unknown until it lapses, then failed, and not paid', async () => {
  const id = await killedAt('before sending');
  expect(await tolls.look(id)).toMatchObject({ state: 'executing', isSent: true, fence: 1 });
  await tolls.endLease(id);
  const [asked] = await workUntil([id], ({ fence }) => fence >= 4);
  expect(asked).toMatchObject({ state: 'unknown', reason: 'it has not arrived yet, and may still' });
  await tolls.pass(id, 300);
  await tolls.endLease(id);
  const [soon] = await workUntil([id], ({ fence }) => fence > (asked?.fence ?? 0));
  expect(soon).toMatchObject({ state: 'unknown' });
  await tolls.pass(id, 10);
  await tolls.endLease(id);
  const [over] = await workUntil([id], isOver);
  expect(over).toMatchObject({ state: 'failed', record: ['attempt', 'sent', 'unknown', 'failed'] });
  expect(over?.reason).toBe('it never arrived, and is no longer taken');
  const { execution } = await tolls.look(id);
  expect(await rail.find(orderOf(execution))).toMatchObject({ kind: 'not_found' });
  expect(told.has(over?.execution ?? '')).toBe(false);
});

test('killed after the sending it is found paid by whoever asks next, and not paid again', async () => {
  const id = await killedAt('after sending');
  await tolls.endLease(id);
  const [seen] = await workUntil([id], isOver);
  expect(seen).toMatchObject({ state: 'executed', record: ['attempt', 'sent', 'executed'] });
  expect(told.has(seen?.execution ?? '')).toBe(false);
});

test('overtaken while it waited for a slow rail, its late answer changes nothing, and the other’s is the one', async () => {
  const outside: RailClient = {
    ...rail,
    pay: async (order) => {
      const answer = await counted.pay(order);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return answer;
    },
  };
  const [seen] = await workUntil([await tolls.approved()], isOver, { workers: 2, leaseMs: 300, outside });
  expect(seen?.fence).toBeGreaterThan(1);
  expect(seen?.record.filter((kind) => kind === 'executed')).toHaveLength(1);
  expect([seen?.state, told.get(seen?.execution ?? '')]).toEqual(['executed', 1]);
  expect(tolls.stage.faults).toEqual([]);
});

test('with the rail dead what was sent is unknown, until it is back and says what it did', async () => {
  const lost = await killedAt('after sending');
  await tolls.endLease(lost);
  await stopRail(home);
  // A rail that went away between the look and the call: nobody has said what became of it.
  const outside: RailClient = { ...counted, isReachable: async () => true };
  const [asked] = await workUntil([lost], ({ fence }) => fence >= 3, { outside });
  expect(asked).toMatchObject({ state: 'unknown', reason: 'the payment rail gave no answer' });
  await startRail(home);
  await tolls.endLease(lost);
  const [paid] = await workUntil([lost], isOver);
  expect(paid).toMatchObject({ state: 'executed' });
});

test('what was dispatched while the rail was dead is sent when it is back, or not at all once it lapsed', async () => {
  await stopRail(home);
  const [late, soon] = [await tolls.approved(), await tolls.approved()];
  await workUntil([late, soon], ({ state }) => state === 'executing');
  await tolls.pass(late, 301);
  await startRail(home);
  const [lapsed, paid] = await workUntil([late, soon], isOver);
  expect(lapsed).toMatchObject({ state: 'failed', reason: 'it lapsed before it was sent', isSent: false });
  expect(paid).toMatchObject({ state: 'executed', fence: 1 });
});

test('a tool that throws leaves it unknown and says so to the operator, whatever it had done by then', async () => {
  const outside: RailClient = {
    ...rail,
    pay: async (order) => {
      await rail.pay(order);
      throw new Error('a defect');
    },
  };
  const [seen] = await workUntil([await tolls.approved()], isOver, { outside });
  expect(seen).toMatchObject({ state: 'executed', record: ['attempt', 'sent', 'unknown', 'executed'] });
  expect(tolls.stage.faults).toMatchObject([{ where: `worker ${seen?.execution ?? ''}` }]);
});

test('stopped by an administrator before it was sent it fails, and the rail never hears of it', async () => {
  const id = await tolls.approved();
  await tolls.stage.runtime.door.write(tolls.tenant, (tx) =>
    tx.query({ name: 'pay_toll', text: 'select * from payments.pay_toll($1)' }, [id]),
  );
  await database.admin(
    "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'tool', 'pay_toll', 'stop', 'ada')",
  );
  const [seen] = await workUntil([id], isOver);
  await database.admin('delete from policy.kill_switch');
  expect(seen).toMatchObject({ state: 'failed', isSent: false, record: ['attempt', 'failed'] });
  expect(seen?.reason).toContain('stopped by an administrator');
  expect(told.has(seen?.execution ?? '')).toBe(false);
});

test('carried out again once it is over it does nothing', async () => {
  const [seen] = await workUntil([await tolls.approved()], isOver);
  await carryOut(tolls.worker(counted), tolls.tenant, seen?.execution ?? '', 1_000);
  expect(told.get(seen?.execution ?? '')).toBe(1);
});
