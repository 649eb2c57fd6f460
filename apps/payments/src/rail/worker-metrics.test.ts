import { openMetrics } from '@supercargo/observe';
import { runWorker } from '@supercargo/mcp-kit';
import { testDatabase } from '@supercargo/testing';
import { expect, test, vi } from 'vitest';
import { openTolls } from '../store/toll.fixture.ts';
import type { RailClient } from './client.ts';

const database = await testDatabase();
const tolls = await openTolls(database);

test('what is sent is told once it has an answer, what nobody knows as unknown, and nothing of the money', async () => {
  const metrics = await openMetrics('payments-worker');
  // A rail that forgets its first answer: it took the payment and does not say so until it is asked.
  const rail: RailClient = {
    pay: async () => ({ kind: 'unknown', reason: 'no answer' }),
    find: async () => ({ kind: 'executed', reference: 'R-1' }),
    isReachable: async () => true,
  };
  const runtime = { ...tolls.worker(rail), telemetry: { metrics, traces: undefined } };
  const id = await tolls.approved();
  const stop = new AbortController();
  const running = runWorker(runtime, 10, stop.signal, 100);
  await vi.waitFor(async () => expect(await tolls.look(id)).toMatchObject({ state: 'executed' }), 15_000);
  stop.abort();
  await running;
  const told = await metrics.text();
  const of = (kind: string, outcome: string): string =>
    `supercargo_work_total{kind="${kind}",name="pay_toll",outcome="${outcome}",server="payments-worker"} 1`;
  for (const series of [of('request', 'dispatched'), of('remote', 'unknown'), of('remote', 'executed')]) {
    expect(told).toContain(series);
  }
  expect(told).toContain('supercargo_work_due_remote{server="payments-worker"}');
  for (const never of ['acme', 'mara', 'R-1', 'no answer', id]) expect(told).not.toContain(never);
});
