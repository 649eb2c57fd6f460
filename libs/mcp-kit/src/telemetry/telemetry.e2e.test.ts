import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  connectHttp,
  makeMachine,
  modernMeta,
  openCollector,
  openStage,
  rawLines,
  recordsOf,
  testDatabase,
  tokenMint,
  type ServerProcess,
} from '@supercargo/testing';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';
import { postOf, type TracedCall } from './traced-call.fixture.ts';

const RESOURCE = 'http://127.0.0.1:8090/mcp';
const PROGRAM = fileURLToPath(new URL('../http/echo-process.fixture.ts', import.meta.url));
const database = await testDatabase();
await openStage(database, ECHO);
const machine = await makeMachine(database, 'supercargo_inventory', ['mara@acme']);
const mint = await tokenMint({ audience: RESOURCE, claims: { scope: 'inventory:read' } });
const token = await mint.mint();
const collector = await openCollector();
const folder = mkdtempSync(join(tmpdir(), 'telemetry-'));
afterAll(async () => {
  collector.close();
  await mint.close();
  rmSync(folder, { recursive: true });
});
const authFile = join(folder, 'auth.json');
writeFileSync(
  authFile,
  JSON.stringify({
    ...{ resource: RESOURCE, baselineScope: 'inventory:read', scopesSupported: ['inventory:read'], development: true },
    issuers: [{ issuer: mint.issuer, jwksUri: mint.jwksUri }],
  }),
);

const start = (more: Readonly<Record<string, string>>): ServerProcess =>
  machine.start(PROGRAM, ['http', '--port', '0'], {
    ...{ SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: authFile },
    ...more,
  });

async function portOf(server: ServerProcess, which: 'port' | 'metricsPort'): Promise<string> {
  return vi.waitFor(() => {
    const found = new RegExp(`"${which}":(\\d+)`).exec(server.said())?.[1];
    expect(found, server.said()).toBeDefined();
    return found ?? '';
  }, 20_000);
}

const post = async (server: ServerProcess, call: TracedCall, as = token): Promise<Response> =>
  fetch(`http://127.0.0.1:${await portOf(server, 'port')}/mcp`, postOf(as, call, modernMeta()));

const lastRecord = async (): Promise<Readonly<Record<string, unknown>>> =>
  (await recordsOf(database, 'acme', 'call')).at(-1) ?? {};

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const GOOD = `00-${TRACE}-00f067aa0ba902b7-01`;
const OTHER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const UNKEPT = `00-${'c'.repeat(32)}-${'b'.repeat(16)}-00`;
const SECRET = 'hunter2-in-an-argument';
const ECHOED = { name: 'echo', arguments: { text: SECRET, wait_ms: 0 } };

describe('a server that is watched', () => {
  const server = start({ SUPERCARGO_METRICS_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const metrics = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${await portOf(server, 'metricsPort')}/metrics`)).text();

  test.each<readonly [string, Omit<TracedCall, 'name'>]>([
    ['ten thousand characters', { meta: GOOD.padEnd(10_000, '0') }],
    ['a line that ends and another', { meta: `${GOOD.slice(0, 53)}\r\n` }],
    ['big letters', { meta: GOOD.toUpperCase(), headers: [GOOD.toUpperCase()] }],
    ['an object', { meta: { traceparent: GOOD } }],
    ['two headers', { headers: [GOOD, OTHER] }],
    ['a header of eight thousand characters', { headers: [GOOD.padEnd(8_000, '0')] }],
  ])('%s for a traceparent is answered like none, and the trace is a new one', async (_what, more) => {
    expect((await post(server, { ...ECHOED, ...more })).status).toBe(200);
    const { trace } = await lastRecord();
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
    expect([TRACE, 'a'.repeat(32)]).not.toContain(trace);
  });

  test.each<readonly [string, Omit<TracedCall, 'name'>]>([
    ['its _meta', { meta: GOOD }],
    ['its header', { headers: [GOOD] }],
    ['its _meta before its header', { meta: GOOD, headers: [OTHER] }],
    ['its header, where its _meta is none', { meta: 'no', headers: [GOOD] }],
  ])('the record of a call has the trace that is named by %s', async (_what, more) => {
    expect((await post(server, { ...ECHOED, ...more })).status).toBe(200);
    expect(await lastRecord()).toMatchObject({ tool: 'echo', trace: TRACE });
  });

  test('a trace that its caller does not keep is recorded, and later no span of it is sent', async () => {
    expect((await post(server, { ...ECHOED, meta: UNKEPT })).status).toBe(200);
    expect(await lastRecord()).toMatchObject({ trace: 'c'.repeat(32) });
  });

  test('a refused call has it too, and a session of 2025-11-25 has one of its own', async () => {
    await post(server, { name: 'nothing', headers: [GOOD] });
    expect(await lastRecord()).toMatchObject({ outcome: 'refused', trace: TRACE });
    const client = await connectHttp(
      `http://127.0.0.1:${await portOf(server, 'port')}/mcp`,
      await mint.mint(),
      '2025-11-25',
    );
    await client.call('echo', { text: 'session', wait_ms: 0 });
    expect((await lastRecord())['trace']).toMatch(/^[0-9a-f]{32}$/);
    expect(await metrics()).toMatch(/^supercargo_http_sessions\{server="inventory"\} 1$/m);
    await client.close();
  });

  test('a thousand names that are no tool are one series, and no name of them is told', async () => {
    const before = (await metrics()).split('\n').length;
    const names = Array.from({ length: 1_000 }, (_, at) => `drop_table_${at.toString()}`);
    for (let at = 0; at < names.length; at += 25) {
      await Promise.all(names.slice(at, at + 25).map((name) => post(server, { name, arguments: { text: SECRET } })));
    }
    const told = await metrics();
    expect(told).toMatch(
      /^supercargo_calls_total\{method="tools\/call",tool="unknown",outcome="refused",server="inventory"\} 1001$/m,
    );
    expect(told).not.toContain('drop_table');
    expect(told.split('\n').length).toBeLessThan(before + 20);
  });

  test('calls, refusals, connections and the process are told, and nothing of a company, a person, arguments or tokens', async () => {
    await post(server, ECHOED, 'abc');
    await post(server, { name: 'echo', arguments: { text: 1 } });
    const told = await metrics();
    for (const line of [
      /^supercargo_calls_total\{method="tools\/call",tool="echo",outcome="answered",server="inventory"\} \d+$/m,
      /^supercargo_call_refusals_total\{step="input",code="[a-z_]+",server="inventory"\} 1$/m,
      /^supercargo_call_seconds_bucket\{le="\+Inf",server="inventory",method="tools\/call",tool="echo"\} \d+$/m,
      /^supercargo_http_refusals_total\{status="401",reason="[a-z_]+",caller="unknown",server="inventory"\} 1$/m,
      /^supercargo_http_in_flight\{server="inventory"\} 0$/m,
      /^supercargo_http_listens\{server="inventory"\} 0$/m,
      /^supercargo_database_connections\{server="inventory"\} [1-9]\d*$/m,
      /^supercargo_database_waiting\{server="inventory"\} 0$/m,
      /^nodejs_eventloop_lag_seconds\{/m,
      /^process_resident_memory_bytes\{/m,
    ]) {
      expect(told).toMatch(line);
    }
    for (const never of ['acme', 'mara', SECRET, token, 'eyJ', TRACE]) expect(told).not.toContain(never);
  });

  test('metrics are not told on the port of the server, nor calls answered on theirs', async () => {
    const own = `http://127.0.0.1:${await portOf(server, 'port')}/metrics`;
    expect((await fetch(own)).status).toBe(404);
    expect((await fetch(own, { headers: { authorization: `Bearer ${token}` } })).status).toBe(404);
    const theirs = `http://127.0.0.1:${await portOf(server, 'metricsPort')}/mcp`;
    expect((await fetch(theirs, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  test('a fault in a call is logged with the trace of the call', async () => {
    await database.admin('alter table audit.entry rename to entry_gone');
    const answer = await post(server, { ...ECHOED, meta: GOOD });
    await database.admin('alter table audit.entry_gone rename to entry');
    expect(await answer.json()).toMatchObject({ error: { code: -32_603 } });
    const line =
      server
        .said()
        .split('\n')
        .find((each) => each.includes(`"trace":"${TRACE}"`)) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ msg: 'fault', during: 'tools/call echo' });
    expect(server.said()).not.toContain(SECRET);
  });

  test('told to stop, it sends the spans of its calls to the collector, with their trace and nothing of what was said', async () => {
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stdout: '' });
    const { spans, bodies } = collector;
    expect(bodies.every((body) => body.startsWith('/v1/traces '))).toBe(true);
    const attributes = [
      { key: 'mcp.method.name', value: { stringValue: 'tools/call' } },
      { key: 'gen_ai.tool.name', value: { stringValue: 'echo' } },
      { key: 'supercargo.outcome', value: { stringValue: 'answered' } },
    ];
    expect(spans.filter(({ traceId }) => traceId === TRACE)).toContainEqual(
      expect.objectContaining({ name: 'tools/call echo', parentSpanId: '00f067aa0ba902b7', attributes }),
    );
    expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['tools/call echo', 'tools/call unknown']));
    expect(spans.filter(({ name }) => name === 'tools/call unknown')).toHaveLength(1_001);
    expect(spans.some(({ traceId }) => traceId === 'c'.repeat(32))).toBe(false);
    const recorded = new Set((await recordsOf(database, 'acme', 'call')).map(({ trace }) => trace));
    expect(spans.filter(({ traceId }) => !recorded.has(traceId))).toEqual([]);
    for (const never of ['acme', 'mara', SECRET, token, 'eyJ', 'drop_table']) {
      expect(bodies.some((body) => body.includes(never))).toBe(false);
    }
  });
});

test('over stdio spans are sent as well, and nothing but the protocol is written on standard output', async () => {
  const server = machine.start(PROGRAM, ['stdio', '--as', 'mara@acme'], { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const host = rawLines(server);
  const traceparent = `00-${'d'.repeat(32)}-${'b'.repeat(16)}-01`;
  await host.ask('tools/call', { ...ECHOED, _meta: { ...modernMeta(), traceparent } });
  server.stdin.end();
  expect((await server.ended).code).toBe(0);
  expect(host.lines).toHaveLength(1);
  expect(collector.spans).toContainEqual(expect.objectContaining({ traceId: 'd'.repeat(32), name: 'tools/call echo' }));
});

test('where nothing is configured nothing is sent or told, and the record has a trace all the same', async () => {
  const sent = collector.bodies.length;
  const server = start({});
  expect((await post(server, { ...ECHOED, meta: GOOD })).status).toBe(200);
  expect(await lastRecord()).toMatchObject({ trace: TRACE });
  expect(server.said()).not.toContain('metricsPort');
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
  expect(collector.bodies).toHaveLength(sent);
});

test('a collector that is not there holds up no call, and the end of the server for seconds at most', async () => {
  const server = start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
  expect((await post(server, ECHOED)).status).toBe(200);
  const since = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
  expect(performance.now() - since).toBeLessThan(8_000);
  expect(server.said()).toContain('spans could not be sent');
});

test.each<readonly [string, Readonly<Record<string, string>>, string]>([
  ['a port that is none', { SUPERCARGO_METRICS_PORT: '65536' }, 'SUPERCARGO_METRICS_PORT'],
  ['a host beside the port', { SUPERCARGO_METRICS_PORT: '0.0.0.0:9464' }, 'SUPERCARGO_METRICS_PORT'],
  ['a host for metrics', { SUPERCARGO_METRICS_HOST: '0.0.0.0' }, 'SUPERCARGO_METRICS_HOST'],
  ['a port that is taken', { SUPERCARGO_METRICS_PORT: new URL(collector.url).port }, 'SUPERCARGO_METRICS_PORT'],
  ['a collector that is no address', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  ['a collector in a file', { OTEL_EXPORTER_OTLP_ENDPOINT: 'file:///x' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
])('with %s it does not start, and says why', async (_what, more, said) => {
  const { code, stderr } = await start(more).ended;
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
