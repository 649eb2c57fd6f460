import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import type { Metrics } from '../telemetry.ts';
import { openMetrics } from './open-metrics.ts';
import { serveMetrics } from './serve-metrics.ts';

const faults: unknown[] = [];
const metrics = await openMetrics('inventory');
const server = await serveMetrics(metrics, 0, (fault) => faults.push(fault));
afterAll(async () => {
  await server.close();
  expect(faults).toEqual([]);
});

const PORT = server.port.toString();
const HOST = `127.0.0.1:${PORT}`;
const request = (...lines: readonly string[]): string => [...lines, 'Connection: close', '', ''].join('\r\n');

async function statusOf(sent: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(sent);
  const said = await text(socket);
  return said.startsWith('HTTP/1.1 200') ? said : (/^HTTP\/1\.1 (\d+)[^]*?\r\n\r\n$/.exec(said)?.[1] ?? said);
}

/** The series of a metric, as they are told. */
async function seriesOf(told: Metrics, name: string): Promise<readonly string[]> {
  return (await told.text()).split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

test.each([
  ['another host', request('GET /metrics HTTP/1.1', 'Host: evil.example'), '403'],
  ['our name before another', request('GET /metrics HTTP/1.1', `Host: 127.0.0.1.evil.example:${PORT}`), '403'],
  ['an address of the network', request('GET /metrics HTTP/1.1', `Host: 10.0.0.1:${PORT}`), '403'],
  ['no host', request('GET /metrics HTTP/1.1'), '400'],
  ['an empty host', request('GET /metrics HTTP/1.1', 'Host:'), '403'],
  ['two hosts', request('GET /metrics HTTP/1.1', `Host: ${HOST}`, 'Host: evil.example'), '403'],
  ['an address for a path', request(`GET http://${HOST}/metrics HTTP/1.1`, `Host: ${HOST}`), '404'],
  ['another path', request('GET / HTTP/1.1', `Host: ${HOST}`), '404'],
  ['a query', request('GET /metrics?name[]=x HTTP/1.1', `Host: ${HOST}`), '404'],
  ['the path of the servers', request('POST /mcp HTTP/1.1', `Host: ${HOST}`), '404'],
  ['another method', request('POST /metrics HTTP/1.1', `Host: ${HOST}`, 'Content-Length: 0'), '405'],
])('%s is refused, and nothing is told', async (_what, sent, status) => {
  expect(await statusOf(sent)).toBe(status);
});

test('it is reached on loopback alone, and a port that is taken is not shared', async () => {
  const answer = await statusOf(request('GET /metrics HTTP/1.1', `Host: ${HOST}`));
  expect(answer).toContain('content-type: text/plain; version=0.0.4');
  expect(answer).toContain('nodejs_eventloop_lag_seconds{server="inventory"}');
  expect(answer).toContain('process_resident_memory_bytes{server="inventory"}');
  expect(answer.toLowerCase()).not.toContain('access-control');
  await expect(serveMetrics(metrics, server.port, () => undefined)).rejects.toThrow('EADDRINUSE');
  const socket = connect(server.port, '::1');
  await expect(text(socket)).rejects.toThrow('ECONNREFUSED');
});

test('calls are counted by tool and outcome, refusals by step and code, and what is open is read when it is looked at', async () => {
  const own = await openMetrics('orders');
  const call = { method: 'tools/call', tool: 'get_order' };
  own.called(call, { outcome: 'answered' }, 0.003);
  own.called(call, { outcome: 'refused', step: 'rate', code: 'rate_limited' }, 0.0005);
  own.refused(401, 'no_credentials', false);
  own.worked({ kind: 'request', name: 'create_reorder', outcome: 'executed' }, 0.02);
  own.worked({ kind: 'event', name: 'return.approved', outcome: 'consumed' }, 0.02);
  own.worked({ kind: 'event', name: 'Mara Lind’s', outcome: 'fault' }, 0.02);
  own.refused(429, 'too_many_in_flight', true);
  let open = 1;
  own.gauge('supercargo_open', 'Open', () => open);
  open = 7;
  const told = await own.text();
  for (const line of [
    'supercargo_calls_total{method="tools/call",tool="get_order",outcome="answered",server="orders"} 1',
    'supercargo_calls_total{method="tools/call",tool="get_order",outcome="refused",server="orders"} 1',
    'supercargo_call_refusals_total{step="rate",code="rate_limited",server="orders"} 1',
    'supercargo_call_seconds_count{server="orders",method="tools/call",tool="get_order"} 2',
    'supercargo_http_refusals_total{status="401",reason="no_credentials",caller="unknown",server="orders"} 1',
    'supercargo_http_refusals_total{status="429",reason="too_many_in_flight",caller="known",server="orders"} 1',
    'supercargo_open{server="orders"} 7',
    'supercargo_work_total{kind="request",name="create_reorder",outcome="executed",server="orders"} 1',
    'supercargo_work_total{kind="event",name="return.approved",outcome="consumed",server="orders"} 1',
    'supercargo_work_total{kind="event",name="other",outcome="fault",server="orders"} 1',
    'supercargo_work_seconds_count{server="orders",kind="request",name="create_reorder"} 1',
  ]) {
    expect(told).toContain(line);
  }
});

test('words that are no codes of ours, and codes without end, are one series', async () => {
  const own = await openMetrics('orders');
  const call = { method: 'tools/call', tool: '' };
  for (const code of ['', 'A', '"} 1\n', 'x'.repeat(65), 'é']) {
    own.called(call, { outcome: 'refused', step: 'perform', code }, 0);
    own.refused(400, code, true);
  }
  expect(await seriesOf(own, 'supercargo_call_refusals_total')).toHaveLength(1);
  expect(await seriesOf(own, 'supercargo_http_refusals_total')).toHaveLength(1);
  for (let at = 0; at < 1_000; at += 1) {
    own.called(call, { outcome: 'refused', step: 'perform', code: `code_${at.toString()}` }, 0);
    own.refused(400, `reason_${at.toString()}`, true);
  }
  expect(await seriesOf(own, 'supercargo_call_refusals_total')).toHaveLength(201);
  expect(await seriesOf(own, 'supercargo_http_refusals_total')).toHaveLength(201);
});
