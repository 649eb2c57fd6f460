import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '../new-id.ts';
import { ownerOn } from './attack.fixture.ts';
import { carryOut, decide, look, openCompany, ordersOf, waiting } from './company.fixture.ts';

// What even the trade's owner, whose functions may consume an approval, cannot do: use it in another transaction, or leave it open.
const database = await testDatabase();
const session = await database.adminClient();
const acme = await openCompany(database, await foundTenant(database));
await foundTenant(database, { tenant: 'globex' });
// The superuser plays the owner behind the Inventory server's login.
await session.query("insert into app.login (role, server) values (session_user, 'inventory')");
let id: string;
let keys = 0;

beforeEach(async () => {
  keys += 1;
  id = await waiting(acme, {}, `key ${keys}`);
  await decide(acme, id, 'felix');
});

const asOwner = ownerOn(session);
const consume = async (execution: string): Promise<unknown> =>
  (await session.query('select refusal from approval.consume($1, $2)', [id, execution])).rows;
const effect = (execution: string): Promise<unknown> =>
  session.query("insert into inventory.effect (tenant_id, execution_id, tool) values ('acme', $1, 'create_reorder')", [
    execution,
  ]);
const conclude = (execution: string): Promise<unknown> =>
  session.query(`select approval.conclude($1, '{"done": true}')`, [execution]);

test('opened, consumed, done and concluded in one transaction it is executed', async () => {
  const execution = newId();
  await asOwner(async () => {
    expect((await session.query("select refusal from approval.open($1, 'create_reorder')", [id])).rows).toEqual([
      { refusal: null },
    ]);
    expect(await consume(execution)).toEqual([{ refusal: null }]);
    await effect(execution);
    await conclude(execution);
  });
  expect(await look(acme, id)).toMatchObject({ state: 'executed', executions: 1 });
});

test('consumed and left without an outcome, the transaction is undone, and the approval is still there', async () => {
  const execution = newId();
  await expect(
    asOwner(async () => {
      await consume(execution);
      await effect(execution);
    }),
  ).rejects.toThrow('has no outcome');
  expect(await look(acme, id)).toMatchObject({ state: 'approved', executions: 0, record: ['asked', 'decided'] });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
});

test('nor does leaving the tenant before the end of the transaction leave an execution open', async () => {
  for (const tenant of ['globex', '']) {
    await expect(
      asOwner(async () => {
        await consume(newId());
        await session.query("select set_config('app.tenant', $1, true)", [tenant]);
      }),
    ).rejects.toThrow(/has no outcome|no tenant set/);
  }
  expect(await look(acme, id)).toMatchObject({ state: 'approved', executions: 0 });
});

test('deferring or forcing the check earlier leaves nothing open either', async () => {
  await expect(
    asOwner(async () => {
      await session.query('set constraints all immediate');
      await consume(newId());
    }),
  ).rejects.toThrow('has no outcome');
  expect(await look(acme, id)).toMatchObject({ state: 'approved', executions: 0 });
});

test('an effect belongs to an execution of its own transaction: of an earlier one, of none, of another server’s it is refused', async () => {
  const earlier = newId();
  await asOwner(async () => {
    await consume(earlier);
    await conclude(earlier);
  });
  await expect(asOwner(() => effect(earlier))).rejects.toThrow('foreign key');
  await expect(asOwner(() => effect(newId()))).rejects.toThrow('foreign key');
  expect(await database.admin('select from inventory.effect where execution_id = $1', [earlier])).toEqual([]);
});

test('an execution is concluded once, and in its own transaction', async () => {
  const execution = newId();
  await expect(
    asOwner(async () => {
      await consume(execution);
      await conclude(execution);
      await conclude(execution);
    }),
  ).rejects.toThrow('no open execution');
  await asOwner(async () => {
    await consume(execution);
    await conclude(execution);
  });
  await expect(asOwner(() => conclude(execution))).rejects.toThrow('no open execution');
});

test('an approval is consumed once: again, in the same transaction or a later one, is a fault', async () => {
  const execution = newId();
  await expect(
    asOwner(async () => {
      await consume(execution);
      await consume(newId());
    }),
  ).rejects.toThrow(/unique/);
  await asOwner(async () => {
    await consume(execution);
    await conclude(execution);
  });
  await expect(asOwner(() => consume(newId()))).rejects.toThrow('without an opened request');
});

test('what waits, is held, belongs to another server or is over is not consumed', async () => {
  const attempt = (): Promise<void> => asOwner(() => consume(newId()));
  const open = await waiting(acme, {}, `waits ${keys}`);
  const approved = id;
  id = open;
  await expect(attempt()).rejects.toThrow('without an opened request');
  id = approved;
  for (const set of [
    "execute_after = clock_timestamp() + interval '1 hour', execute_until = clock_timestamp() + interval '2 hours'",
    "execute_after = null, execute_until = clock_timestamp() + interval '1 hour'",
    "execute_after = clock_timestamp(), execute_until = clock_timestamp() + interval '1 hour', server = 'payments'",
  ]) {
    await database.admin(`update approval.request set ${set} where id = $1`, [id]);
    await expect(attempt(), set).rejects.toThrow('without an opened request');
  }
  await database.admin("update approval.request set server = 'inventory' where id = $1", [id]);
  await database.admin('update approval.request set execute_until = clock_timestamp() where id = $1', [id]);
  await asOwner(async () => {
    expect(await consume(newId())).toEqual([{ refusal: 'expired' }]);
  });
  expect(await look(acme, id)).toMatchObject({ state: 'approved', executions: 0 });
  await database.admin(
    "update approval.request set execute_until = clock_timestamp() + interval '1 hour' where id = $1",
    [id],
  );
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
});

test('an execution that ended between the steps keeps nothing: the killed transaction leaves the approval as it was', async () => {
  await session.query('begin');
  await session.query("select set_config('app.tenant', 'acme', true)");
  await session.query('set local role supercargo_inventory_owner');
  const execution = newId();
  await consume(execution);
  await effect(execution);
  await session.query('rollback');
  expect(await look(acme, id)).toMatchObject({ state: 'approved', executions: 0, record: ['asked', 'decided'] });
  const orders = await ordersOf(acme);
  const answers = await Promise.all(Array.from({ length: 5 }, () => carryOut(acme, id)));
  expect(answers.every(({ state }) => state === 'executed')).toBe(true);
  expect(await ordersOf(acme)).toBe(orders + 1);
});

test('executed by the effect of another tool it is an unknown request', async () => {
  expect(await carryOut(acme, id, 'inventory.cancel_reorder')).toMatchObject({
    refusal: 'unknown_request',
    state: null,
  });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed' });
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed', refusal: 'ended' });
});
