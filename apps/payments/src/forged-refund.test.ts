import { randomUUID } from 'node:crypto';
import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { approved, dispatch, SPENDING, spending, spentOf } from './spending-stage.fixture.ts';
import { customerPayment } from './store/spending.fixture.ts';

// Who holds the login of Payments writes down a plan of their own where policy leaves it to consent.
const database = await testDatabase();
const stage = await openStage(database, SPENDING, spending());
const { tenant } = stage.principal('felix');

type Effect = Readonly<Record<string, CanonicalValue>>;

test.each<readonly [string, (effect: Effect) => Effect, string]>([
  ['another order', (effect) => ({ ...effect, order_number: 'SO-OTHER' }), 'not for the order'],
  ['no order', ({ order_number: _, ...effect }) => effect, 'not for the order'],
  ['another customer', (effect) => ({ ...effect, customer_id: 'CUS-OTHER' }), 'not of the customer'],
  ['a payment that is none', (effect) => ({ ...effect, customer_payment_id: 'CP-NONE' }), 'no longer exists'],
])('a plan of a refund of %s releases nothing and takes nothing', async (_what, forge, words) => {
  const honest = await approved(stage, 'issue_refund', {
    ...{ customer_payment: await customerPayment(database, tenant), amount: '10.00' },
  });
  const [stored] = await database.admin<{ plan: string; card: string }>(
    'select plan, card from approval.plan where request_id = $1',
    [honest],
  );
  const plan = JSON.parse(stored?.plan ?? '{}') as { effect: Effect } & Effect;
  const id = randomUUID();
  const forged = canonicalText({ ...plan, effect: forge(plan.effect), id });
  const as = (text: string, parameters: readonly string[]): Promise<readonly unknown[]> =>
    stage.runtime.door.write(tenant, (tx) => tx.query({ name: '', text }, parameters));
  expect(await as('select state from approval.ask($1, $2, $3)', [forged, stored?.card ?? '', id])).toEqual([
    { state: 'waiting' },
  ]);
  const digest = "sha256(convert_to(E'supercargo/plan/1\\n' || $2, 'UTF8'))";
  expect(await as(`select state from approval.record_consent($1, ${digest})`, [id, forged])).toEqual([
    { state: 'approved' },
  ]);
  const before = await spentOf(stage, 'tenant');
  const answer = await dispatch(stage, 'issue_refund', id);
  expect(answer).toMatchObject({ state: 'invalidated' });
  expect(answer.detail).toContain(words);
  expect(await spentOf(stage, 'tenant')).toBe(before);
  expect(await dispatch(stage, 'issue_refund', honest)).toMatchObject({ state: 'executing' });
});
