import { consumePending } from '@supercargo/mcp-kit';
import { seededPolicy } from '@supercargo/policy';
import { openStage, peopleOf, requestIdOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newPayment } from './payments.fixture.ts';
import { dispatch, SPENDING, spending, spentOf } from './spending-stage.fixture.ts';
import { newInvoice } from './store/arrange.fixture.ts';
import { COST_CENTRE, PAYEE, proposed } from './store/spending.fixture.ts';

// Payments as the company is founded: two of finance other than who asked, whatever the amount.
const database = await testDatabase();
const { rules, spending_caps: spendingCaps = [] } = seededPolicy('EUR');
const stage = await openStage(database, SPENDING, spending({ rules, spendingCaps }));
const { tenant } = stage.principal('felix');
const { decided } = peopleOf(stage);

test('a release leaves once two of finance approved it who did not ask for it, and not before', async () => {
  const [payment = ''] = await proposed(database, tenant, { amountMinor: 1_00 });
  const id = requestIdOf(await stage.call('felix', 'release_payment', { payment }, { canShow: ['forms'] }));
  expect(await decided(id, 'felix')).toMatchObject({ refusal: 'own_request' });
  expect(await decided(id, 'mara')).toMatchObject({ refusal: 'may_not_approve' });
  expect(await decided(id, 'fiona')).toMatchObject({ state: 'waiting', refusal: null });
  expect(await decided(id, 'fiona')).toMatchObject({ refusal: 'already_decided' });
  expect(await dispatch(stage, 'release_payment', id)).toMatchObject({ refusal: 'not_approved' });
  expect(await spentOf(stage, 'tenant')).toBe(0);
  expect(await decided(id, 'freya')).toMatchObject({ state: 'approved' });
  expect(await dispatch(stage, 'release_payment', id)).toMatchObject({ state: 'executing', refusal: null });
  expect(await spentOf(stage, 'tenant')).toBe(1_00);
});

test('an approver who left finance meanwhile counts no more, and nothing is spent', async () => {
  const [payment = ''] = await proposed(database, tenant, { amountMinor: 2_00, payee: 'SUP-LATER' });
  const id = requestIdOf(await stage.call('felix', 'release_payment', { payment }, { canShow: ['forms'] }));
  await decided(id, 'fiona');
  expect(await decided(id, 'freya')).toMatchObject({ state: 'approved' });
  await database.admin("update people.person set roles = '{warehouse_clerk}' where tenant_id = $1 and id = 'freya'", [
    tenant,
  ]);
  const before = await spentOf(stage, 'tenant');
  expect(await dispatch(stage, 'release_payment', id)).toMatchObject({
    ...{ state: 'invalidated', detail: 'somebody who approved may no longer approve' },
  });
  expect(await spentOf(stage, 'tenant')).toBe(before);
});

test('what a manager proposed is asked for in her name, released by two of finance, and counted for her', async () => {
  const invoice = await newInvoice(database, tenant, { payee: PAYEE, costCentre: COST_CENTRE, amountMinor: 42_00 });
  const payment = await newPayment(stage, 'mara', invoice);
  await consumePending(stage.runtime);
  const [born] = await database.admin<{ id: string }>(
    `select r.id from approval.request r join approval.plan p on (p.tenant_id, p.request_id) = (r.tenant_id, r.id)
     where r.tenant_id = $1 and r.tool = 'release_payment' and p.plan::jsonb #>> '{effect,payment_id}' = $2`,
    [tenant, payment],
  );
  const id = born?.id ?? '';
  expect((await decided(id, 'mara')).refusal).toBe('own_request');
  expect(await decided(id, 'felix')).toMatchObject({ state: 'waiting' });
  expect(await decided(id, 'fiona')).toMatchObject({ state: 'approved' });
  expect(await dispatch(stage, 'release_payment', id)).toMatchObject({ state: 'executing', refusal: null });
  expect(
    await database.admin(
      "select spent::int from policy.spent_hour where tenant_id = $1 and dimension = 'requester' and holder = 'mara'",
      [tenant],
    ),
  ).toEqual([{ spent: 42_00 }]);
});

test('who had their say in a proposal approves no release of it, also where the release is asked for directly', async () => {
  const invoice = await newInvoice(database, tenant, { payee: PAYEE, costCentre: COST_CENTRE, amountMinor: 43_00 });
  const payment = await newPayment(stage, 'felix', invoice);
  await database.admin("update people.person set roles = '{finance}' where tenant_id = $1 and id = 'freya'", [tenant]);
  const id = requestIdOf(await stage.call('fiona', 'release_payment', { payment }, { canShow: ['forms'] }));
  await decided(id, 'felix');
  expect(await decided(id, 'freya')).toMatchObject({ state: 'approved' });
  expect(await dispatch(stage, 'release_payment', id)).toMatchObject({
    ...{
      state: 'invalidated',
      detail: 'somebody who proposed the payment, or approved that, approved its release as well',
    },
  });
});

test('an approver whom an administrator stopped approves nothing, and what they approved before counts no more', async () => {
  const [payment = ''] = await proposed(database, tenant, { amountMinor: 3_00, payee: 'SUP-STOPPED' });
  const id = requestIdOf(await stage.call('felix', 'release_payment', { payment }, { canShow: ['forms'] }));
  expect(await decided(id, 'fiona')).toMatchObject({ state: 'waiting', refusal: null });
  const stop = (person: string): Promise<unknown> =>
    database.admin(
      "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ($1, 'person', $2, 'a stolen secret', 'ada')",
      [tenant, person],
    );
  await stop('freya');
  expect(await decided(id, 'freya')).toMatchObject({ refusal: 'may_not_approve' });
  await database.admin("delete from policy.kill_switch where tenant_id = $1 and id = 'freya'", [tenant]);
  expect(await decided(id, 'freya')).toMatchObject({ state: 'approved' });
  await stop('fiona');
  expect(await dispatch(stage, 'release_payment', id)).toMatchObject({
    ...{ state: 'invalidated', detail: 'somebody who approved may no longer approve' },
  });
  await database.admin('delete from policy.kill_switch where tenant_id = $1', [tenant]);
});
