import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { cookiesFor } from './cookies.ts';

const application = express();
for (const origin of ['https://console.example', 'http://127.0.0.1:4300']) {
  const cookies = cookiesFor(origin);
  application.get(`/${origin.slice(0, origin.indexOf(':'))}`, (request, response) => {
    cookies.keepSession(response, 'an-id');
    cookies.keepSignIn(request, response, 'state', 'a-secret');
    response.json({ session: cookies.session(request) ?? null });
  });
}
const server = application.listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.close());

async function ask(
  scheme: string,
  cookie = '',
): Promise<{ readonly set: readonly string[]; readonly session: unknown }> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/${scheme}`, { headers: { cookie } });
  const { session } = (await response.json()) as { readonly session: unknown };
  return { set: response.headers.getSetCookie(), session };
}

test('over TLS cookies are of this host alone, secure, and out of reach of scripts', async () => {
  const { set } = await ask('https');
  expect(set[0]).toBe('__Host-supercargo-session=an-id; Path=/; HttpOnly; Secure; SameSite=Lax');
  expect(set[1]).toMatch(
    /^__Host-supercargo-sign-in-[0-9a-f]{12}=a-secret; Max-Age=600; .*HttpOnly; Secure; SameSite=Lax$/,
  );
});

test('without TLS, on this machine, they have no prefix that browsers would refuse', async () => {
  const { set } = await ask('http');
  expect(set[0]).toBe('supercargo-session=an-id; Path=/; HttpOnly; SameSite=Lax');
});

test.each([
  ['__Host-supercargo-session=one', 'one'],
  ['other=x; __Host-supercargo-session=one', 'one'],
  ['__Host-supercargo-session=one; __Host-supercargo-session=two', null],
  ['supercargo-session=one', null],
  ['__Host-supercargo-session=', null],
  ['__Host-supercargo-session=a b', null],
  [`__Host-supercargo-session=${'x'.repeat(101)}`, null],
  ['', null],
])('of the cookies “%s” the session is %j', async (cookie, session) => {
  expect((await ask('https', cookie)).session).toBe(session);
});
