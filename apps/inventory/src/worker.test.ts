import { handleDue, runWorker } from '@supercargo/mcp-kit';
import { openStage, peopleOf, recordsOf, requestIdOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const globex = await openStage(database, INVENTORY, { founding: { tenant: 'globex' } });
const { tenant } = stage.principal('mara');

/** A reorder that was consented to and not executed, of either company. */
const approved = (quantity: number, at = stage, warehouse = 'HAM-1'): Promise<string> =>
  peopleOf(at).agreed('mara', 'create_reorder', {
    sku: warehouse === 'HAM-1' ? 'PKG-BAG1' : 'COF-1KG',
    quantity,
    warehouse,
  });

const stateOf = async (id: string): Promise<string | undefined> =>
  (await database.admin<{ state: string }>('select state from approval.request where id = $1', [id]))[0]?.state;
const ordersOf = async (id: string): Promise<number | undefined> =>
  (
    await database.admin<{ orders: number }>(
      'select count(*)::int as orders from inventory.purchase_order o join approval.execution e on e.id = o.ordered_by where e.request_id = $1',
      [id],
    )
  )[0]?.orders;

/** Runs workers until these requests are in this state, or ten seconds are over. */
async function workUntil(done: () => Promise<boolean>, workers = 1): Promise<void> {
  const stop = new AbortController();
  const running = Array.from({ length: workers }, () => runWorker(stage.runtime, 10, stop.signal));
  const late = performance.now() + 10_000;
  while (!(await done()) && performance.now() < late) await new Promise((resolve) => setTimeout(resolve, 10));
  stop.abort();
  await Promise.all(running);
}

test('executes what is approved, of every company, once, however many workers there are', async () => {
  const ids = [await approved(1), await approved(2), await approved(3), await approved(4, globex, 'GOA-1')];
  await workUntil(async () => (await Promise.all(ids.map(stateOf))).every((state) => state === 'executed'), 3);
  for (const id of ids) {
    expect(await stateOf(id)).toBe('executed');
    expect(await ordersOf(id)).toBe(1);
    const kinds = (await recordsOf(database, id === ids[3] ? 'globex' : 'acme')).filter(
      (record) => record['request_id'] === id,
    );
    expect(kinds.map(({ kind }) => kind).filter((kind) => kind === 'attempt' || kind === 'executed')).toEqual([
      'attempt',
      'executed',
    ]);
  }
});

test('doing one twice does nothing', async () => {
  const id = await approved(5);
  await handleDue(stage.runtime, tenant, id);
  await handleDue(stage.runtime, tenant, id);
  await Promise.all([handleDue(stage.runtime, tenant, id), handleDue(stage.runtime, tenant, id)]);
  expect(await ordersOf(id)).toBe(1);
});

test('a request that nobody decided in time expires, and one that waits is left alone', async () => {
  const input = { sku: 'PKG-BAG1', quantity: 6, warehouse: 'HAM-1' };
  const late = requestIdOf(await stage.call('mara', 'create_reorder', input));
  const waiting = requestIdOf(await stage.call('mara', 'create_reorder', { ...input, quantity: 7 }));
  await database.admin(
    "update approval.request set waits_until = clock_timestamp() - interval '1 second' where id = $1",
    [late],
  );
  await handleDue(stage.runtime, tenant, waiting);
  await workUntil(async () => (await stateOf(late)) === 'expired');
  expect([await stateOf(late), await stateOf(waiting)]).toEqual(['expired', 'waiting']);
  expect(await stage.call('mara', 'get_inventory_request', { request_id: late })).toMatchObject({
    structured: { outcome: 'failed', reason: 'nobody decided in time; nothing was done' },
  });
});

test('one that was approved and came too late is not executed', async () => {
  const id = await approved(8);
  await database.admin(
    "update approval.request set execute_until = clock_timestamp() - interval '1 second' where id = $1",
    [id],
  );
  await workUntil(async () => (await stateOf(id)) === 'expired');
  expect([await stateOf(id), await ordersOf(id)]).toEqual(['expired', 0]);
});

test('one that faults is tried again and holds up no other', async () => {
  await database.admin(`create function inventory.refuse_nine() returns trigger language plpgsql as $$
    begin if new.quantity = 9 then raise exception 'not today'; end if; return new; end$$`);
  await database.admin(
    'create trigger refuse_nine before insert on inventory.purchase_order for each row execute function inventory.refuse_nine()',
  );
  const [faulty, fine] = [await approved(9), await approved(10)];
  await workUntil(async () => (await stateOf(fine)) === 'executed' && stage.faults.length > 1);
  expect([await stateOf(faulty), await stateOf(fine)]).toEqual(['approved', 'executed']);
  expect(stage.faults.every(({ where }) => where === `worker ${faulty}`)).toBe(true);
  await database.admin('drop function inventory.refuse_nine() cascade');
  await workUntil(async () => (await stateOf(faulty)) === 'executed');
  expect([await stateOf(faulty), await ordersOf(faulty)]).toEqual(['executed', 1]);
});

test('does not execute for a person who was stopped after the approval, and says so', async () => {
  const id = await approved(11);
  await database.admin(
    "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'person', 'mara', 'x', 'ada')",
  );
  await workUntil(async () => (await stateOf(id)) === 'invalidated');
  await database.admin('delete from policy.kill_switch');
  expect([await stateOf(id), await ordersOf(id)]).toEqual(['invalidated', 0]);
});

test('outlives a database that is away for a while', async () => {
  const id = await approved(12);
  const before = stage.faults.length;
  await database.admin('alter function sweep.due(integer, text, uuid) rename to away');
  const stop = new AbortController();
  const running = runWorker(stage.runtime, 10, stop.signal);
  while (stage.faults.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
  await database.admin('alter function sweep.away(integer, text, uuid) rename to due');
  while ((await stateOf(id)) !== 'executed') await new Promise((resolve) => setTimeout(resolve, 10));
  stop.abort();
  await running;
  expect(await ordersOf(id)).toBe(1);
});
