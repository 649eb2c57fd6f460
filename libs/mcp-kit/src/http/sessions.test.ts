import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { connect } from 'node:net';
import { openHttpStage, openStage, testDatabase, type Bearer, type HttpStage } from '@supercargo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';

const http = await openHttpStage(await openStage(await testDatabase(), ECHO));
afterAll(() => http.close());

const MARA: Bearer = { person: 'mara' };
const INITIALIZE = {
  ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};

interface Asking {
  readonly bearer?: Bearer;
  readonly session?: string | undefined;
  readonly method?: string;
  readonly version?: string;
  readonly stage?: HttpStage;
}

async function ask(
  message: unknown,
  { bearer = MARA, session, method = 'POST', version, stage = http }: Asking,
): Promise<Response> {
  return fetch(stage.url, {
    method,
    headers: {
      authorization: `Bearer ${await stage.token(bearer)}`,
      accept: method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream',
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(session === undefined ? {} : { 'mcp-session-id': session }),
      ...(version === undefined ? {} : { 'mcp-protocol-version': version }),
    },
    ...(method === 'POST' ? { body: JSON.stringify(message) } : {}),
  });
}

async function begin(asking: Asking = {}): Promise<string> {
  const response = await ask(INITIALIZE, asking);
  expect(response.status).toBe(200);
  const session = response.headers.get('mcp-session-id') ?? '';
  expect(session).toMatch(/^[\w-]{43}$/);
  const initialized = await ask({ jsonrpc: '2.0', method: 'notifications/initialized' }, { ...asking, session });
  expect(initialized.status).toBe(202);
  return session;
}

const call = (words: string, waitMs = 0, id = 1): object => ({
  ...{ jsonrpc: '2.0', id, method: 'tools/call' },
  params: { name: 'echo', arguments: { text: words, wait_ms: waitMs } },
});

test.each([
  ['2025-11-25', '2025-11-25'],
  ['2025-06-18', '2025-06-18'],
  // Asks servers to take batches, so what is offered instead is the newest.
  ['2025-03-26', '2025-11-25'],
  ['2026-07-28', '2025-11-25'],
])('a client that asks for %s is offered %s', async (protocolVersion, offered) => {
  const response = await ask({ ...INITIALIZE, params: { ...INITIALIZE.params, protocolVersion } }, {});
  expect(await response.json()).toMatchObject({ result: { protocolVersion: offered } });
});

describe('a session is of its caller alone', () => {
  test.each<readonly [string, Bearer, number]>([
    ['another person', { person: 'mo' }, 404],
    ['the same person through another client', { person: 'mara', client: 'another host' }, 404],
    ['a person of that name in another tenant', { person: 'mara', tenant: 'globex' }, 404],
    // Customers are served nowhere but at a deployment of their own.
    ['a customer of that name', { person: 'mara', customer: 'c1' }, 403],
  ])('for %s there is no such session', async (_who, bearer, status) => {
    const session = await begin();
    const before = (await http.records()).filter(({ kind }) => kind === 'call').length;
    for (const method of ['POST', 'GET', 'DELETE']) {
      const stolen = await ask(call('mine'), { bearer, session, method });
      expect(stolen.status, method).toBe(status);
    }
    expect((await http.records()).filter(({ kind }) => kind === 'call')).toHaveLength(before);
    const own = await ask(call('mine'), { session });
    expect(await own.json()).toMatchObject({ result: { structuredContent: { text: 'mine', person: 'mara' } } });
  });

  test('and proves nothing: without a token there is no answer, whatever session is named', async () => {
    const session = await begin();
    const response = await fetch(http.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', 'mcp-session-id': session },
      body: JSON.stringify(call('x')),
    });
    expect(response.status).toBe(401);
  });

  test('what each request may do is decided by its own token', async () => {
    const session = await begin({ bearer: { ...MARA, scopes: ['other:read'] } });
    const without = await ask(call('x'), { session, bearer: { ...MARA, scopes: ['other:read'] } });
    expect(without.status).toBe(403);
    expect(without.headers.get('www-authenticate')).toContain('scope="inventory:read"');
    const stepped = await ask(call('x'), { session });
    expect(stepped.status).toBe(200);
    expect((await ask(call('x'), { session, bearer: { ...MARA, scopes: ['other:read'] } })).status).toBe(403);
  });
});

test.each<readonly [string, unknown, Asking, number]>([
  ['a request of no session', call('x'), {}, 400],
  ['a session that never was', call('x'), { session: 'x'.repeat(43) }, 404],
  ['a second handshake in a session', INITIALIZE, { session: 'given' }, 400],
  ['a version that is not spoken', call('x'), { session: 'given', version: '2024-11-05' }, 400],
  ['a version of another time', call('x'), { session: 'given', version: '2099-01-01' }, 400],
  ['a stream of no session', undefined, { method: 'GET' }, 405],
])('%s is refused', async (_what, message, asking, status) => {
  const session = asking.session === 'given' ? await begin() : asking.session;
  const response = await ask(message, { ...asking, session });
  expect(response.status).toBe(status);
});

test('a handshake that fails begins no session', async () => {
  const failed = await ask({ ...INITIALIZE, params: { protocolVersion: '2025-11-25' } }, {});
  expect(await failed.json()).toMatchObject({ id: 0, error: {} });
  const session = failed.headers.get('mcp-session-id') ?? 'none';
  expect((await ask(call('x'), { session })).status).toBe(404);
});

test('two requests with one id at once: the second is refused, and the first answered', async () => {
  const session = await begin();
  const first = ask(call('first', 200, 5), { session });
  await sleep(50);
  expect((await ask(call('second', 0, 5), { session })).status).toBe(400);
  expect(await (await first).json()).toMatchObject({ id: 5, result: { structuredContent: { text: 'first' } } });
});

test('a cancelled request has no answer, and those beside it have theirs', async () => {
  const session = await begin();
  const cancelled = ask(call('cancelled', 400, 1), { session });
  const other = ask(call('other', 200, 2), { session });
  await sleep(50);
  const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
  expect((await ask(cancel, { session })).status).toBe(202);
  expect(await (await cancelled).text()).not.toContain('cancelled');
  expect(await (await other).json()).toMatchObject({ id: 2 });
});

test('a cancellation in one session leaves the request of that id in another alone', async () => {
  const [one, two] = [await begin(), await begin({ bearer: { person: 'mo' } })];
  const waiting = ask(call('mine', 200, 1), { session: one });
  await sleep(50);
  const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
  await ask(cancel, { session: two, bearer: { person: 'mo' } });
  expect(await (await waiting).json()).toMatchObject({ result: { structuredContent: { text: 'mine' } } });
});

test('one stream at a time; it ends with its session', async () => {
  const session = await begin();
  const stream = await ask(undefined, { session, method: 'GET' });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  expect((await ask(undefined, { session, method: 'GET' })).status).toBe(409);
  expect((await ask(undefined, { session, method: 'DELETE' })).status).toBe(200);
  expect(await stream.text()).toBe('');
  expect((await ask(call('x'), { session })).status).toBe(404);
});

test('a stream ends when its token does', async () => {
  const session = await begin();
  const stream = await ask(undefined, { session, method: 'GET', bearer: { ...MARA, seconds: 1 } });
  expect(stream.status).toBe(200);
  expect(await stream.text()).toBe('');
});

test('a session that nobody uses ends, and one with a stream does not', async () => {
  const short = await openHttpStage(http.stage, { bounds: { sessionIdleMs: 150 } });
  const [idle, listened] = [await begin({ stage: short }), await begin({ stage: short })];
  const stream = await ask(undefined, { session: listened, method: 'GET', stage: short });
  await sleep(400);
  expect((await ask(call('x'), { session: idle, stage: short })).status).toBe(404);
  expect((await ask(call('x'), { session: listened, stage: short })).status).toBe(200);
  await stream.body?.cancel();
  await short.close();
});

test('so many sessions for one caller: the one used longest ago ends; so many for all: no more are begun', async () => {
  const narrow = await openHttpStage(http.stage, { bounds: { sessionsMax: 2, sessionsTotalMax: 3 } });
  const stage = narrow;
  const [first, second] = [await begin({ stage }), await begin({ stage })];
  await ask(call('used'), { session: first, stage });
  const third = await begin({ stage });
  const statuses = [];
  for (const session of [first, second, third]) statuses.push((await ask(call('x'), { session, stage })).status);
  expect(statuses).toEqual([200, 404, 200]);
  await begin({ stage, bearer: { person: 'mo' } });
  const refused = await ask(INITIALIZE, { stage, bearer: { person: 'olga' } });
  expect(refused.status).toBe(429);
  await narrow.close();
});

test('a client that does not read its stream is cut off', async () => {
  const stage = await openHttpStage(http.stage, {
    bounds: { unreadBytesMax: 64 * 1024 },
    extend: (server) => {
      server.oninitialized = () => {
        const tell = (): void => {
          void server.sendResourceUpdated({ uri: `echo://${'x'.repeat(100_000)}` }).catch(() => undefined);
        };
        const telling = setInterval(tell, 1);
        setTimeout(() => {
          clearInterval(telling);
        }, 3_000).unref();
      };
    },
  });
  const session = await begin({ stage });
  const socket = connect(stage.serving.port, '127.0.0.1');
  socket.pause();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  const head = [
    `Host: 127.0.0.1`,
    `Authorization: Bearer ${await stage.token(MARA)}`,
    'Accept: text/event-stream',
    `Mcp-Session-Id: ${session}`,
  ];
  socket.write(['GET /mcp HTTP/1.1', ...head, '', ''].join('\r\n'));
  await sleep(1_500);
  expect((await text(socket).catch(() => '')).length).toBeLessThan(64 * 1024 * 1024);
  await closed;
  await stage.close();
});
