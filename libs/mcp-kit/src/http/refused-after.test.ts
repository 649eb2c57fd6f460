import {
  modernRequest,
  openHttpStage,
  openStage,
  rowCounts,
  stageOf,
  testDatabase,
  type Bearer,
} from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';
import { requestLines } from './request-lines.fixture.ts';

const database = await testDatabase();
const http = await openHttpStage(await openStage(database, ECHO));
afterAll(() => http.close());

const HOST = `127.0.0.1:${http.serving.port.toString()}`;
const TOKEN = await http.token({ person: 'mara' });
const echo = (text: string, waitMs = 0): Record<string, unknown> =>
  modernRequest('tools/call', { name: 'echo', arguments: { text, wait_ms: waitMs } });
const BODY = JSON.stringify(echo('whole'));
const { changed, more } = requestLines(HOST, TOKEN, BODY);
const withBody = (body: string): readonly string[] => requestLines(HOST, TOKEN, body).more();
const withMeta = (_meta: object): string =>
  JSON.stringify({ ...echo('x'), params: { name: 'echo', arguments: {}, _meta } });
const PROTOCOL = 'io.modelcontextprotocol/protocolVersion';
const ABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const DEEP = `${'['.repeat(20)}${']'.repeat(20)}`;
const rows = await rowCounts(database);

const MISMATCH = -32_020;

test.each<readonly [string, readonly string[], number, string]>([
  ['no JSON', withBody('select 1'), -32_700, 'not_json'],
  ['nothing', withBody(''), -32_700, 'not_json'],
  ['half a character', withBody(BODY.replace('whole', '\\ud800')), -32_600, 'lone_surrogate'],
  ['a batch', withBody(`[${BODY}]`), -32_600, 'batch'],
  ['a key twice', withBody(BODY.replace('"name":"echo"', '"name":"echo","name":"x"')), -32_600, 'duplicate_key'],
  [
    'a key twice, spelled otherwise',
    withBody(BODY.replace('"name":"echo"', '"name":"echo","n\\u0061me":"x"')),
    -32_600,
    'duplicate_key',
  ],
  [
    'a number that loses digits',
    withBody(BODY.replace('"wait_ms":0', '"wait_ms":9007199254740993')),
    -32_600,
    'number_loses_precision',
  ],
  ['what is nested too deep', withBody(BODY.replace('"whole"', DEEP)), -32_600, 'too_deep'],
  ['an answer to nothing', withBody(JSON.stringify({ jsonrpc: '2.0', id: 5, result: {} })), -32_600, 'unasked'],
  [
    'another method in the header',
    changed(/^Mcp-Method/, 'Mcp-Method: tools/list'),
    MISMATCH,
    'method-header-mismatch',
  ],
  ['the method in capitals', changed(/^Mcp-Method/, 'Mcp-Method: TOOLS/CALL'), MISMATCH, 'method-header-mismatch'],
  ['no method in the header', changed(/^Mcp-Method/), MISMATCH, 'header_mismatch'],
  ['two methods in the header', more('Mcp-Method: tools/call'), MISMATCH, 'header_mismatch'],
  ['another name in the header', changed(/^Mcp-Name/, 'Mcp-Name: other'), MISMATCH, 'header_mismatch'],
  ['no name in the header', changed(/^Mcp-Name/), MISMATCH, 'header_mismatch'],
  ['two names in the header', more('Mcp-Name: echo'), MISMATCH, 'header_mismatch'],
  ['a name that is coded wrongly', changed(/^Mcp-Name/, 'Mcp-Name: =?base64?ZWNobw?='), MISMATCH, 'header_mismatch'],
  ['an argument in a header that no tool repeats', more('Mcp-Param-Text: other'), MISMATCH, 'header_mismatch'],
  [
    'another version in the header',
    changed(/^MCP-P/, 'MCP-Protocol-Version: 2025-11-25'),
    MISMATCH,
    'header-body-version-mismatch',
  ],
  ['no version in the header', changed(/^MCP-P/), MISMATCH, 'header_mismatch'],
  ['two versions in the header', more('MCP-Protocol-Version: 2026-07-28'), MISMATCH, 'header_mismatch'],
  [
    'a version that is not spoken',
    withBody(withMeta({ [PROTOCOL]: '1999-01-01', [ABILITIES]: {} })).map((line) =>
      line.replace('2026-07-28', '1999-01-01'),
    ),
    -32_022,
    'unsupported_version',
  ],
  ['no word of what the client can do', withBody(withMeta({ [PROTOCOL]: '2026-07-28' })), -32_602, 'envelope-invalid'],
  ['no word of the version', withBody(withMeta({})), -32_602, 'modern-header-without-claim'],
  ['_meta that is no object', withBody(BODY.replace(/"_meta":\{.*\}\}\}$/, '"_meta":"x"}}')), -32_602, 'bad_params'],
])('%s is refused and recorded, and nothing is called', async (_what, sent, code, reason) => {
  const before = await http.records();
  const answer = await http.raw(sent.join('\r\n'));
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body)).toMatchObject({ error: { code } });
  expect(answer.body).not.toMatch(/node_modules|\.ts|acme/);
  const written = (await http.records()).slice(before.length);
  expect(written).toHaveLength(1);
  expect(written[0]).toMatchObject({ kind: 'protocol', code: reason, http: 400, json_rpc: code, person: 'mara' });
  expect(await rowCounts(database)).toEqual(rows);
  expect(http.unknown).toEqual([]);
});

test('an unknown method is a 404 that is recorded', async () => {
  const before = (await http.records()).length;
  const response = await http.post(modernRequest('tools/approve', {}, 'seven'));
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ id: 'seven', error: { code: -32_601 } });
  expect((await http.records()).slice(before)).toMatchObject([
    { kind: 'protocol', code: 'protocol_error', json_rpc: -32_601, method: 'tools/approve' },
  ]);
});

test.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe'])(
  '%s is no method of 2026-07-28',
  async (method) => {
    expect((await http.post(modernRequest(method, {}))).status).toBe(404);
  },
);

test('a notification is taken, and is nobody’s cancellation', async () => {
  const waiting = http.post(echo('goes on', 200));
  for (const requestId of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
    expect((await http.post(cancel)).status).toBe(202);
  }
  const structuredContent = { text: 'goes on' };
  expect(await (await waiting).json()).toMatchObject({ result: { structuredContent } });
});

async function call(bearer: Bearer): Promise<{ readonly response: Response; readonly records: readonly unknown[] }> {
  const before = (await http.records()).length;
  const message = echo('x');
  const response = await http.post(message, await http.headers(bearer, message));
  return { response, records: (await http.records()).slice(before) };
}

test('what the token was not given for is a 403 that names every scope of the call, and is recorded', async () => {
  const { response, records } = await call({ person: 'mara', scopes: ['other:read'] });
  expect(response.status).toBe(403);
  expect(response.headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="inventory:read"/);
  expect(records).toMatchObject([
    { kind: 'call', outcome: 'refused', step: 'scopes', code: 'insufficient_scope', tool: 'echo', via: 'oauth' },
  ]);
});

test('it names what the token is good for here as well, so that a client that asks for these loses nothing', async () => {
  const { definition } = ECHO;
  const [own] = definition.tools;
  const other = { ...own, name: 'echo_again', scopes: ['inventory:reorder'] } as const;
  const trade = { ...ECHO, definition: { ...definition, tools: [own, other] } };
  const wider = await openHttpStage(stageOf(database, trade, http.stage.principal('').tenant));
  const message = echo('x');
  const scopes = ['other:read', 'inventory:reorder'];
  const response = await wider.post(message, await wider.headers({ person: 'mara', scopes }, message));
  expect(response.status).toBe(403);
  expect(response.headers.get('www-authenticate')).toContain(', scope="inventory:reorder inventory:read", ');
  await wider.close();
});

test.each<readonly [string, Bearer, number, string]>([
  ['whose role does not grant it', { person: 'olga' }, 403, 'scopes'],
  ['whom the company does not know', { person: 'stranger' }, 200, 'standing'],
])('somebody %s is refused whatever the token says', async (_who, bearer, status, step) => {
  const { response, records } = await call(bearer);
  expect(response.status).toBe(status);
  if (status === 200) expect(await response.json()).toMatchObject({ result: { isError: true } });
  expect(records).toMatchObject([{ kind: 'call', outcome: 'refused', step }]);
});

test('a customer is refused where staff are served, before the request is read, and it is recorded as theirs', async () => {
  const { response, records } = await call({ person: 'mara', customer: 'c1' });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { message: 'customers are not served here' } });
  expect(records).toMatchObject([
    { kind: 'protocol', code: 'customer', http: 403, person: 'mara', customer: 'c1', bytes: 0 },
  ]);
});

test('calls that come too fast are a 429 that says when the next is let through, and are recorded', async () => {
  const slow = await openHttpStage(
    stageOf(database, ECHO, http.stage.principal('').tenant, { tool: { calls: 1, seconds: 60 } }),
  );
  expect((await slow.post(echo('first'))).status).toBe(200);
  const second = await slow.post(echo('second'));
  expect(second.status).toBe(429);
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await slow.records()).at(-1)).toMatchObject({ kind: 'call', outcome: 'refused', code: 'rate_limited' });
  const mo = await slow.headers({ person: 'mo' }, echo('x'));
  expect((await slow.post(echo('x'), mo)).status).toBe(200);
  await slow.close();
});

test('the record of a call over HTTP names the client as its agent', async () => {
  const client = 'https://host.example/client';
  const { records } = await call({ person: 'mara', client });
  expect(records).toMatchObject([
    { kind: 'call', via: 'oauth', agent: client, client, person: 'mara', outcome: 'answered' },
  ]);
  expect(http.stage.faults).toEqual([]);
});
