import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { askFor, carryOut, decide, look, openCompany, ordersOf, type Company } from './company.fixture.ts';
import { withdraw } from './ledger.ts';
import { claim, markUnknown, settleRemote, type Lease } from './remote.ts';
import { approvedReorder, dispatched, REMOTE_EFFECTS, timePassed } from './remote.fixture.ts';
import { readRequest } from './requests.ts';

const database = await testDatabase();
let acme: Company;
let id: string;
let execution: string;
let orders: number;
/** The fences that were given, in the order of the claims. */
let fences: bigint[];

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  for (const text of REMOTE_EFFECTS) await database.admin(text);
});
beforeEach(async () => {
  ({ id, execution } = await dispatched(acme));
  orders = await ordersOf(acme);
  fences = [];
});

async function take(leaseMs = 60_000): Promise<Awaited<ReturnType<typeof claim>>> {
  const lease = await acme.inventory.write(acme.tenant, (tx) => claim(tx, execution, leaseMs));
  if (typeof lease !== 'string') fences.push(lease.fence);
  return lease;
}
const fenceOf = (nth: number): bigint => fences[nth - 1] ?? 0n;
const settle = (
  nth: number,
  outcome: 'executed' | 'failed' = 'executed',
  words = 'R-1',
): ReturnType<typeof settleRemote> =>
  acme.inventory.write(acme.tenant, (tx) =>
    settleRemote(tx, 'inventory.settle_reorder', { executionId: execution, fence: fenceOf(nth), outcome, words }),
  );
const unknown = (nth: number, reason = 'no answer'): ReturnType<typeof markUnknown> =>
  acme.inventory.write(acme.tenant, (tx) =>
    markUnknown(tx, 'approval.mark_unknown', { executionId: execution, fence: fenceOf(nth), reason }),
  );
const due = async (): Promise<boolean> =>
  (await acme.inventory.dueRemote(100)).some(({ executionId }) => executionId === execution);
/** What each was told, and as the how manieth to claim it: the last twenty bits of its fence. */
const fencesOf = (answers: readonly (Lease | string)[]): readonly unknown[] =>
  answers.map((answer) => (typeof answer === 'string' ? answer : [answer.step, answer.fence & 0xf_ffffn]));

/** As if its lease had run out by now. */
const endLease = (): Promise<unknown> =>
  database.admin("update approval.execution set lease_until = clock_timestamp() - interval '1 ms' where id = $1", [
    execution,
  ]);
const pass = (seconds: number): Promise<void> => timePassed(database, execution, seconds);

test('dispatched it is executing, with its attempt recorded, and nothing has happened', async () => {
  expect(await look(acme, id)).toMatchObject({
    ...{ state: 'executing', executions: 1, orders: 0 },
    record: ['asked', 'decided', 'attempt'],
  });
  expect(await due()).toBe(true);
  expect(await ordersOf(acme)).toBe(orders);
});

test('claimed, sent and settled it is executed, once, with the foreign system’s name for it', async () => {
  const lease = await take();
  expect(lease).toMatchObject({
    ...{ executionId: execution, requestId: id, tool: 'create_reorder', step: 'send' },
    plan: { effect: { sku: 'COF-1KG', quantity: 400 }, amount_minor: '500000', currency: 'EUR' },
  });
  expect(await due()).toBe(false);
  expect(await settle(1)).toMatchObject({ state: 'executed', refusal: null });
  expect(await look(acme, id)).toMatchObject({
    ...{ state: 'executed', orders: 1 },
    record: ['asked', 'decided', 'attempt', 'sent', 'executed'],
  });
  const request = await acme.terminal.read(acme.tenant, (tx) => readRequest(tx, id));
  expect(request?.result).toBe('{"reference":"R-1"}');
});

test('of twenty workers that claim at once exactly one is told to send, and the others nothing', async () => {
  const answers = fencesOf(await Promise.all(Array.from({ length: 20 }, () => take())));
  expect(answers.filter((answer) => typeof answer !== 'string')).toEqual([['send', 1n]]);
  expect(answers.filter((answer) => answer === 'leased')).toHaveLength(19);
});

test('twenty who claim at once what was sent already only ask, and one at a time', async () => {
  await take();
  await endLease();
  const answers = fencesOf(await Promise.all(Array.from({ length: 20 }, () => take())));
  expect(answers.filter((answer) => typeof answer !== 'string')).toEqual([['ask', 2n]]);
});

test('whoever died between the claim and the sending is not replaced by a second sender, ever', async () => {
  expect(fencesOf([await take(1)])).toEqual([['send', 1n]]);
  for (const fence of [2n, 3n, 4n]) {
    await endLease();
    expect(fencesOf([await take()])).toEqual([['ask', fence]]);
  }
});

test('a claim that was not committed was none', async () => {
  const undone = new Error('undone');
  const claimed = acme.inventory.write(acme.tenant, async (tx) => {
    await claim(tx, execution, 60_000);
    throw undone;
  });
  await expect(claimed).rejects.toBe(undone);
  expect(fencesOf([await take()])).toEqual([['send', 1n]]);
});

test('the late answer of a holder whose lease went to another is refused, and the other’s counts', async () => {
  await take();
  await endLease();
  await take();
  expect(await settle(1)).toMatchObject({ refusal: 'stale', state: 'executing' });
  expect(await settle(1, 'failed')).toMatchObject({ refusal: 'stale' });
  expect(await unknown(1)).toMatchObject({ refusal: 'stale', state: 'executing' });
  expect(await ordersOf(acme)).toBe(orders);
  expect(await settle(2)).toMatchObject({ refusal: null, state: 'executed' });
});

test('unknown is no end: it is asked about after a pause, and its outcome settles it', async () => {
  await take();
  expect(await unknown(1)).toMatchObject({ state: 'unknown', refusal: null });
  expect(await look(acme, id)).toMatchObject({ state: 'unknown', reason: 'no answer' });
  expect([await due(), await take()]).toEqual([false, 'leased']);
  await endLease();
  expect(await due()).toBe(true);
  expect(fencesOf([await take()])).toEqual([['ask', 2n]]);
  expect(await settle(2)).toMatchObject({ state: 'executed', refusal: null });
  expect(await look(acme, id)).toMatchObject({ reason: null, orders: 1 });
});

test('the same reason again is recorded once, and the pause grows to a minute and no further', async () => {
  const pauses: number[] = [];
  for (let nth = 1; nth <= 12; nth += 1) {
    await take();
    await unknown(nth, 'no answer');
    const [row] = await database.admin<{ pause: number }>(
      'select extract(epoch from lease_until - clock_timestamp())::float8 as pause from approval.execution where id = $1',
      [execution],
    );
    pauses.push(row?.pause ?? 0);
    await endLease();
  }
  expect((await look(acme, id)).record.filter((kind) => kind === 'unknown')).toHaveLength(1);
  expect(pauses.every((pause, at) => at === 0 || pause > (pauses[at - 1] ?? 0) - 1)).toBe(true);
  expect(pauses[0]).toBeLessThan(0.3);
  expect(pauses.at(-1)).toBeGreaterThan(58);
  expect(pauses.at(-1)).toBeLessThan(61);
});

test('failed, from executing or from unknown, says why, and nothing was done', async () => {
  await take();
  await unknown(1);
  expect(await settle(1, 'failed', 'the account is closed')).toMatchObject({ state: 'failed', refusal: null });
  expect(await look(acme, id)).toMatchObject({ state: 'failed', reason: 'the account is closed', orders: 0 });
  expect(await ordersOf(acme)).toBe(orders);
});

test('once dispatched it is not withdrawn, expired, executed or asked for anew, executing or unknown', async () => {
  const asked = { quantity: 321 };
  const first = await askFor(acme, asked);
  id = first.requestId ?? '';
  await decide(acme, id, 'felix');
  await carryOut(acme, id, 'inventory.send_reorder');
  const [row] = await database.admin<{ id: string }>('select id from approval.execution where request_id = $1', [id]);
  execution = row?.id ?? '';
  for (const state of ['executing', 'unknown']) {
    if (state === 'unknown') {
      await take();
      await unknown(1);
    }
    await database.admin('update approval.request set waits_until = now(), execute_until = now() where id = $1', [id]);
    expect(await acme.inventory.write(acme.tenant, (tx) => withdraw(tx, id, 'mara', null))).toMatchObject({
      refusal: 'not_waiting',
      state,
    });
    const expired = await direct(acme.inventory, acme.tenant, 'select approval.expire($1) as expired', [id]);
    expect(expired).toEqual([{ expired: false }]);
    expect(await carryOut(acme, id, 'inventory.send_reorder')).toMatchObject({ refusal: 'ended', state });
    expect(await carryOut(acme, id)).toMatchObject({ refusal: 'ended', state });
    expect(await askFor(acme, asked)).toMatchObject({ requestId: id, state });
  }
  await endLease();
  await take();
  await settle(2, 'failed', 'it never arrived');
  expect((await askFor(acme, asked)).requestId).not.toBe(id);
});

test('stopped by an administrator before it was sent, it leaves no more and fails', async () => {
  await database.admin(
    "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'tool', 'create_reorder', 'stop', 'ada')",
  );
  try {
    const lease = await take();
    expect(lease).toMatchObject({ step: 'drop', detail: expect.stringContaining('tool create_reorder') as string });
  } finally {
    await database.admin('delete from policy.kill_switch');
  }
  await expect(settle(1)).rejects.toThrow('what was never sent was not executed');
  expect(await settle(1, 'failed', 'stopped')).toMatchObject({ state: 'failed' });
  expect((await look(acme, id)).record).not.toContain('sent');
});

test('stopped after it was sent, it is asked about all the same', async () => {
  await take();
  await endLease();
  await database.admin(
    "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'tool', 'create_reorder', 'stop', 'ada')",
  );
  expect(fencesOf([await take()])).toEqual([['ask', 2n]]);
  await database.admin('delete from policy.kill_switch');
});

test('what lapsed before anybody sent it is sent no more', async () => {
  await pass(301);
  expect(await take()).toMatchObject({ step: 'drop', detail: 'it lapsed before it was sent' });
  await endLease();
  expect(fencesOf([await take()])).toEqual([['drop', 2n]]);
});

test('what was sent is asked about long after it lapsed', async () => {
  await take();
  await endLease();
  await pass(86_400);
  expect(fencesOf([await take()])).toEqual([['ask', 2n]]);
});

test.each([0, -1, 86_401, null])('an effect that lapses after %s seconds is dispatched by nobody', async (seconds) => {
  const approved = await approvedReorder(acme);
  await database.admin(
    `create or replace function inventory.send_at_once(p_request uuid) returns approval.opening
     language plpgsql security definer set search_path = '' as $$
     declare o approval.opening := approval.open(p_request, 'create_reorder');
     begin return approval.dispatch(p_request, gen_random_uuid(), ${seconds ?? 'null'}); end$$`,
  );
  await database.admin('alter function inventory.send_at_once(uuid) owner to supercargo_inventory_owner');
  await database.admin('grant execute on function inventory.send_at_once(uuid) to supercargo_inventory');
  await expect(carryOut(acme, approved, 'inventory.send_at_once')).rejects.toThrow('1 to 86400 seconds');
  expect(await look(acme, approved)).toMatchObject({ state: 'approved', executions: 0 });
});
