import { connect } from 'node:net';
import { modernRequest, openHttpStage, openStage, rowCounts, testDatabase } from '@supercargo/testing';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';
import { requestLines } from './request-lines.fixture.ts';

const database = await testDatabase();
const http = await openHttpStage(await openStage(database, ECHO));
const { unknown, presented } = http;
const HOST = `127.0.0.1:${http.serving.port.toString()}`;
const TOKEN = await http.token({ person: 'mara' });
const BODY = JSON.stringify(modernRequest('tools/call', { name: 'echo', arguments: { text: 'whole', wait_ms: 0 } }));
const { more, changed } = requestLines(HOST, TOKEN, BODY);
const rows = await rowCounts(database);

afterAll(() => http.close());
beforeEach(() => {
  unknown.length = 0;
  presented.length = 0;
});

/** Sends it and holds that nothing was recorded, or done, for anybody. */
async function refused(sent: readonly string[]): Promise<{ status: number; body: string; head: string }> {
  const before = (await http.records()).length;
  const answer = await http.raw(sent.join('\r\n'));
  expect(await http.records()).toHaveLength(before);
  expect(await rowCounts(database)).toEqual(rows);
  return answer;
}

test('the request that every other here breaks in one place is answered', async () => {
  const { status, body } = await http.raw(more().join('\r\n'));
  expect(status).toBe(200);
  const structuredContent = { text: 'whole', person: 'mara' };
  expect(JSON.parse(body)).toMatchObject({ id: 1, result: { resultType: 'complete', structuredContent } });
  expect(unknown).toEqual([]);
});

test.each<readonly [string, readonly string[], number, string]>([
  ['two hosts', changed(/^Host/, `Host: ${HOST}`, 'Host: localhost'), 400, 'host_not_one'],
  ['an address for a path', changed(/^POST/, `POST http://${HOST}/mcp HTTP/1.1`), 400, 'target_not_a_path'],
  ['a host of somebody else', changed(/^Host/, 'Host: evil.example'), 403, 'host_unknown'],
  ['our name before another', changed(/^Host/, 'Host: 127.0.0.1.evil.example'), 403, 'host_unknown'],
  ['an origin of somebody else', more('Origin: https://evil.example'), 403, 'origin_unknown'],
  ['no origin that a page could name', more('Origin: null'), 403, 'origin_unknown'],
  ['our origin and another', more(`Origin: http://${HOST}`, 'Origin: http://x.example'), 403, 'origin_unknown'],
  ['an origin of another port', more('Origin: http://127.0.0.1:1'), 403, 'origin_unknown'],
  ['another path', changed(/^POST/, 'POST /mcp/ HTTP/1.1'), 404, 'path'],
  ['a path that leads back', changed(/^POST/, 'POST /x/../mcp HTTP/1.1'), 404, 'path'],
  ['another method', changed(/^POST/, 'PUT /mcp HTTP/1.1'), 405, 'method'],
  ['a browser’s question before asking', changed(/^POST/, 'OPTIONS /mcp HTTP/1.1'), 405, 'method'],
  ['a stream of no session', changed(/^POST/, 'GET /mcp HTTP/1.1'), 405, 'method'],
  ['text', changed(/^Content-Type/, 'Content-Type: text/plain'), 415, 'content_type'],
  ['a form', changed(/^Content-Type/, 'Content-Type: application/x-www-form-urlencoded'), 415, 'content_type'],
  ['other characters', changed(/^Content-Type/, 'Content-Type: application/json;charset=utf-16'), 415, 'content_type'],
  ['two types', more('Content-Type: application/json'), 415, 'content_type'],
  ['a packed body', more('Content-Encoding: gzip'), 415, 'content_encoding'],
  ['a client that reads no streams', changed(/^Accept/, 'Accept: application/json'), 406, 'accept'],
  ['a client that reads only streams', changed(/^Accept/, 'Accept: text/event-stream'), 406, 'accept'],
  ['a body that says it is too large', changed(/^Content-Length/, 'Content-Length: 1048576'), 413, 'too_large'],
])('%s is refused and counted, and nobody is asked who they are', async (_what, sent, status, reason) => {
  const answer = await refused(sent);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body)).toMatchObject({ id: null, error: { data: { reason } } });
  expect(unknown).toEqual([{ reason, status, address: '127.0.0.1' }]);
  expect(presented).toEqual([]);
  expect(answer.head.toLowerCase()).not.toContain('access-control');
});

test.each([
  ['a length and chunks at once', more('Transfer-Encoding: chunked')],
  ['two lengths', more('Content-Length: 3')],
  ['a header line that goes on', more('X-Long: a', ' b')],
  ['a header name with a space', more('Mcp-Name : echo')],
  ['headers of 17 KB', more(`X-Long: ${'x'.repeat(17 * 1024)}`)],
])('%s never becomes a request', async (_what, sent) => {
  const { status } = await refused(sent);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(presented).toEqual([]);
});

describe('who they are', () => {
  test.each<readonly [string, readonly string[], number, string]>([
    ['no token', changed(/^Authorization/), 401, 'no_credentials'],
    ['two tokens', more(`Authorization: Bearer ${TOKEN}`), 400, ''],
    ['a token in the address', changed(/^POST/, `POST /mcp?access_token=${TOKEN} HTTP/1.1`), 400, ''],
    ['what is no token', changed(/^Authorization/, 'Authorization: Bearer abc'), 401, ''],
    [
      'a token that was changed',
      changed(/^Authorization/, `Authorization: Bearer ${TOKEN.slice(0, -8)}AAAAAAAA`),
      401,
      '',
    ],
  ])('%s is refused with the challenge, and the body is not read', async (_what, sent, status, reason) => {
    const broken = '{"jsonrpc":"2.0","jsonrpc":'.padEnd(BODY.length);
    const answer = await refused(sent.map((line) => (line === BODY ? broken : line)));
    expect(answer.status).toBe(status);
    expect(answer.head).toMatch(/\r\nwww-authenticate: Bearer .*resource_metadata=/);
    expect(unknown).toMatchObject([{ status, reason: expect.stringContaining(reason) as string }]);
  });

  test('the authenticator is shown what was presented, and where', async () => {
    await http.raw(more('DPoP: one', 'DPoP: two').join('\r\n'));
    expect(presented).toEqual([
      {
        ...{ authorization: [`Bearer ${TOKEN}`], dpop: ['one', 'two'], method: 'POST', elsewhere: false },
        ...{ url: `http://${HOST}/mcp`, certificate: undefined, address: '127.0.0.1' },
      },
    ]);
  });
});

test('a body that grows beyond the bound is not read to its end', async () => {
  const socket = connect(http.serving.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  const head = changed(/^Content-Length/).filter((line) => line !== 'Connection: close' && line !== BODY);
  socket.write([...head.slice(0, -1), 'Transfer-Encoding: chunked', '', ''].join('\r\n'));
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (let sent = 0; sent < 64 && !socket.closed; sent += 1) {
    socket.write(chunk);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await closed;
  // Whoever goes on writing may lose the answer: a connection that is closed with something unread is reset (RFC 9112 §9.6).
  expect(Buffer.concat(heard).toString()).toMatch(/^(HTTP\/1\.1 413 |$)/);
  expect((await http.records()).at(-1)).toMatchObject({
    kind: 'protocol',
    code: 'too_large',
    http: 413,
    person: 'mara',
  });
  expect(socket.bytesWritten).toBeLessThan(64 * 0x10000);
});
