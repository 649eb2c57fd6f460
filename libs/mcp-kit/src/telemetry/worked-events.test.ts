import { openMetrics } from '@supercargo/observe';
import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { consumePending } from '../events/consume.ts';
import { deskOf, openDesk, tell } from '../events/store/desk.fixture.ts';

const database = await testDatabase();
const desk = await openStage(database, {
  ...{ definition: deskOf(), login: 'supercargo_payments' as const, load: async () => openDesk(database) },
});
const { tenant } = desk.principal('mara');

test('events are told by topic: consumed, failed in words of ours, and faulted, and nothing of what they say', async () => {
  const metrics = await openMetrics('payments-worker');
  const runtime = { ...desk.runtime, telemetry: { metrics, traces: undefined } };
  for (const [key, n] of [
    ['PO-1', 'fine'],
    ['PO-2', 'poison'],
    ['PO-3', 'broken'],
  ] as const) {
    await tell(database, tenant, 'purchase_order.received', key, { n });
  }
  await tell(database, tenant, 'payment.proposed', 'PO-4', { n: 'x' });
  expect(await consumePending(runtime)).toBe(1);
  expect(await consumePending(runtime)).toBe(0);
  const told = await metrics.text();
  const series = told.split('\n').filter((line) => line.startsWith('supercargo_work_total{'));
  const of = (name: string, outcome: string): string =>
    `supercargo_work_total{kind="event",name="${name}",outcome="${outcome}",server="payments-worker"} 1`;
  expect(series.toSorted()).toEqual(
    [
      of('purchase_order.received', 'consumed'),
      of('purchase_order.received', 'failed'),
      of('purchase_order.received', 'fault'),
      of('unknown', 'failed'),
    ].toSorted(),
  );
  for (const never of ['PO-1', 'poison', 'acme', 'mara']) expect(told).not.toContain(never);
});
