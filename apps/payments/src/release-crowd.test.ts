import { execute } from '@supercargo/approval';
import { SPENDING_DIMENSIONS } from '@supercargo/policy';
import { openStage, type Stage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { approved, capsWith, dispatch, SPENDING, spending, spentOf } from './spending-stage.fixture.ts';
import { proposed } from './store/spending.fixture.ts';

// A hundred approved releases carried out at once, each on a connection of its own, where there is room for ten.
const CALLERS = 100;
const ROOM = 10;
const AMOUNT = 50_00;
const database = await testDatabase();
const crowd = database.door('supercargo_payments', { connectionsMax: CALLERS });

async function approvedReleases(stage: Stage, count: number): Promise<readonly string[]> {
  const tenant = stage.principal('felix').tenant;
  const ids: string[] = [];
  for (const payment of await proposed(database, tenant, { count, amountMinor: AMOUNT })) {
    ids.push(await approved(stage, 'release_payment', { payment }));
  }
  return ids;
}

async function statesOf(tenant: string): Promise<unknown> {
  return database.admin(
    'select state, count(*)::int as payments from payments.payment where tenant_id = $1 group by 1 order by 1',
    [tenant],
  );
}

test.each(SPENDING_DIMENSIONS)(
  'with room for 10 in a day of a %s, exactly 10 of 100 are released',
  async (dimension) => {
    const tenant = `crowd-${dimension.replace('_', '-')}`;
    const stage = await openStage(
      database,
      SPENDING,
      spending({
        tenant,
        spendingCaps: capsWith({ [`${dimension} day`]: ROOM * AMOUNT }),
      }),
    );
    const ids = await approvedReleases(stage, CALLERS);
    const answers = await Promise.all(
      ids.map((id) =>
        crowd.write(stage.principal('felix').tenant, (tx) => execute(tx, 'payments.release_payment', id)),
      ),
    );
    expect(answers.filter(({ state }) => state === 'executing')).toHaveLength(ROOM);
    for (const refused of answers.filter(({ state }) => state !== 'executing')) {
      expect(refused).toMatchObject({ state: 'invalidated', refusal: 'ended' });
      expect(refused.detail).toMatch(
        /^the cap for a day .* is used up: there is room for this amount from \d{4}-\d{2}-\d{2} \d{2}:00 UTC$/,
      );
    }
    expect(await statesOf(tenant)).toEqual([
      { state: 'proposed', payments: CALLERS - ROOM },
      { state: 'releasing', payments: ROOM },
    ]);
    expect(await spentOf(stage, dimension)).toBe(ROOM * AMOUNT);
  },
  120_000,
);

test.each(['repeatable read', 'serializable', 'read uncommitted'])('at %s nothing is released', async (level) => {
  const stage = await openStage(database, SPENDING, spending({ tenant: `level-${level.replace(' ', '-')}` }));
  const { tenant } = stage.principal('felix');
  const [id = ''] = await approvedReleases(stage, 1);
  const statement = (text: string) => ({ name: '', text });
  await expect(
    stage.runtime.door.write(tenant, async (tx) => {
      await tx.query(statement('rollback'));
      await tx.query(statement(`begin isolation level ${level}`));
      await tx.query(statement("select pg_catalog.set_config('app.tenant', $1, true)"), [tenant]);
      return tx.query(statement('select * from payments.release_payment($1)'), [id]);
    }),
  ).rejects.toThrow('READ COMMITTED only');
  expect(await statesOf(tenant)).toEqual([{ state: 'proposed', payments: 1 }]);
  expect(await spentOf(stage, 'tenant')).toBe(0);
  expect(await dispatch(stage, 'release_payment', id)).toMatchObject({ state: 'executing', refusal: null });
});

test('one payment asked for by twenty is released once', async () => {
  const stage = await openStage(database, SPENDING, spending({ tenant: 'once' }));
  const { tenant } = stage.principal('felix');
  const [payment = ''] = await proposed(database, tenant, { amountMinor: AMOUNT });
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    ids.push(await approved(stage, 'release_payment', { payment, idempotency_key: `${index}` }));
  }
  const answers = await Promise.all(
    ids.map((id) => crowd.write(tenant, (tx) => execute(tx, 'payments.release_payment', id))),
  );
  expect(answers.filter(({ state }) => state === 'executing')).toHaveLength(1);
  expect(answers.filter(({ state }) => state === 'invalidated')).toHaveLength(19);
  expect(await spentOf(stage, 'tenant')).toBe(AMOUNT);
});
