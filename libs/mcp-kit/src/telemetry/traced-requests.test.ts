import { modernMeta, modernRequest, openHttpStage, openStage, recordsOf, testDatabase } from '@supercargo/testing';
import { openMetrics } from '@supercargo/observe';
import { afterAll, expect, test, vi } from 'vitest';
import { tellStanding } from '../http/metrics.ts';
import { COMPANY, WATCHED } from '../watch/store/watch-stage.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, WATCHED);
const http = await openHttpStage(stage);
afterAll(() => http.close());

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const GOOD = `00-${TRACE}-00f067aa0ba902b7-01`;
const LISTEN = { notifications: { resourceSubscriptions: [COMPANY] } };

const lastRecord = async (): Promise<Readonly<Record<string, unknown>>> =>
  (await recordsOf(database, 'acme', 'call')).at(-1) ?? {};

test.each([
  ['resources/read', { uri: COMPANY }],
  ['resources/read', { uri: 'echo://person/nobody' }],
  ['resources/read', { uri: 'echo://nothing' }],
  ['subscriptions/listen', LISTEN],
  ['subscriptions/listen', { notifications: { resourceSubscriptions: ['echo://nothing'] } }],
])('the record of %s %j has the trace of its header', async (method, params) => {
  const { body } = await http.post(modernRequest(method, params), { traceparent: GOOD });
  expect(await lastRecord()).toMatchObject({ method, trace: TRACE });
  await body?.cancel();
});

test.each([
  ['resources/read', { uri: COMPANY }],
  ['subscriptions/listen', LISTEN],
])('the record of %s has the trace of its _meta, whatever its header says', async (method, params) => {
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method,
    params: { ...params, _meta: { ...modernMeta(), traceparent: GOOD } },
  };
  const { body } = await http.post(message, { traceparent: GOOD.replaceAll(/[0-9a-f]{32}/g, 'a'.repeat(32)) });
  expect(await lastRecord()).toMatchObject({ method, trace: TRACE });
  await body?.cancel();
});

test('the record of a call over stdio has the trace of its _meta, and without one a new one', async () => {
  const host = stage.raw('mara');
  const call = { name: 'echo', arguments: { text: 'x', wait_ms: 0 } };
  await host.ask('tools/call', { ...call, _meta: { ...modernMeta(), traceparent: GOOD } });
  expect(await lastRecord()).toMatchObject({ method: 'tools/call', via: 'local', trace: TRACE });
  await host.ask('tools/call', call);
  const { trace } = await lastRecord();
  expect(trace).toMatch(/^[0-9a-f]{32}$/);
  expect(trace).not.toBe(TRACE);
});

test('subscribing in a session is recorded with a trace, and letting go with another', async () => {
  const client = await stage.client('mara', '2025-11-25');
  const subscription = await client.subscribe(COMPANY);
  const { method, trace } = await lastRecord();
  expect(method).toBe('resources/subscribe');
  expect(trace).toMatch(/^[0-9a-f]{32}$/);
  await subscription.stop();
  const after = await lastRecord();
  expect(after).toMatchObject({ method: 'resources/unsubscribe' });
  expect(after['trace']).toMatch(/^[0-9a-f]{32}$/);
  expect(after['trace']).not.toBe(trace);
  await client.close();
});

test('calls that come too fast and what listens are told', async () => {
  const metrics = await openMetrics('inventory');
  const slow = await openStage(database, WATCHED, {
    founding: { tenant: 'globex' },
    budgets: { tool: { calls: 1, seconds: 600 } },
  });
  const runtime = { ...slow.runtime, telemetry: { metrics, traces: undefined } };
  const watched = await openHttpStage({ ...slow, runtime });
  tellStanding(metrics, watched.serving, runtime.door);
  const post = async (method: string, params: object): Promise<Response> => {
    const message = modernRequest(method, params);
    const headers = await watched.headers({ person: 'mara', tenant: 'globex' }, message);
    return fetch(watched.url, { method: 'POST', headers, body: JSON.stringify(message) });
  };
  const call = { name: 'echo', arguments: { text: 'x', wait_ms: 0 } };
  expect((await post('tools/call', call)).status).toBe(200);
  expect((await post('tools/call', call)).status).toBe(429);
  const { body } = await post('subscriptions/listen', LISTEN);
  const told = await metrics.text();
  expect(told).toContain('supercargo_call_refusals_total{step="rate",code="rate_limited",server="inventory"} 1');
  expect(told).toContain('method="subscriptions/listen",tool="",outcome="answered"');
  expect(told).toContain('supercargo_http_listens{server="inventory"} 1');
  await body?.cancel();
  await vi.waitFor(async () => {
    expect(await metrics.text()).toContain('supercargo_http_listens{server="inventory"} 0');
  });
  await watched.close();
});
