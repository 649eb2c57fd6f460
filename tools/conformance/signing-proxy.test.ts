import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signingProxy, type SigningProxy } from './signing-proxy.ts';

// A real server behind it that says what it was asked, and streams until its client goes away.
const seen: IncomingHttpHeaders[] = [];
const ended = Promise.withResolvers<string>();
const server = createServer((asked, answer) => {
  seen.push(asked.headers);
  if (asked.url === '/stream') {
    answer.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    answer.once('close', () => {
      ended.resolve('closed');
    });
    return;
  }
  asked.pipe(answer.writeHead(207, { 'x-own': 'kept' }));
});

let proxy: SigningProxy;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = await signingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, 'a-token');
});
afterAll(async () => {
  await proxy.close();
  server.close();
});

async function ask(path: string, headers: Readonly<Record<string, string>>, body = ''): Promise<IncomingMessage> {
  const asked = request(new URL(path, proxy.url), { method: 'POST', headers });
  asked.on('error', () => undefined);
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

test('passes on what is asked and answered, and adds the token', async () => {
  const answer = await ask('/mcp', { host: 'evil.example', origin: 'http://evil.example', 'mcp-name': ' x ' }, 'hello');
  const parts = await answer.toArray();
  expect([answer.statusCode, answer.headers['x-own'], Buffer.concat(parts as Buffer[]).toString()]).toEqual([
    ...[207, 'kept', 'hello'],
  ]);
  expect(seen.at(-1)).toMatchObject({
    ...{ host: 'evil.example', origin: 'http://evil.example', authorization: 'Bearer a-token' },
  });
});

test('a stream is there as soon as it begins, and ends there when its client goes away', async () => {
  const answer = await ask('/stream', {});
  const [first] = (await once(answer, 'data')) as [Buffer];
  expect(first.toString()).toBe('data: 1\n\n');
  answer.on('error', () => undefined).destroy();
  expect(await ended.promise).toBe('closed');
});
