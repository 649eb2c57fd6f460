import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { authorizationRequest, newVerifier, openStage, redeem, authorize, signIn } from './idp.fixture.ts';

const FAR = 'https://assistant.example/oauth/client.json';
const FAR_CALLBACK = 'https://assistant.example/callback';

/** What the outside network answers in these tests, by address. */
const outside = new Map<string, () => Response>();

const stage = await openStage({
  fetch: async (address, init) =>
    (typeof address === 'string' ? outside.get(address)?.() : undefined) ?? fetch(address, init),
});
afterAll(() => stage.end());

const documentOf = (client_id: string, redirect: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    ...{ client_id, client_name: 'Assistant', redirect_uris: [redirect], token_endpoint_auth_method: 'none' },
    ...more,
  });

const json = (text: string, status = 200): Response =>
  new Response(text, { status, headers: { 'content-type': 'application/json' } });

const ask = (client_id: string, redirect_uri: string): string =>
  authorizationRequest(newVerifier(), { client_id, redirect_uri });

/** A document on this machine, served by a program of its own. Answers its address. */
async function local(answer: (address: string) => RequestListener): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client.json`;
  server.on('request', answer(address));
  return address;
}

const LOCAL_CALLBACK = 'http://127.0.0.1:53682/callback';
const localDocument = (text: (address: string) => string): Promise<string> =>
  local((address) => (_request, response) => void response.end(text(address)));

async function refusalOf(clientId: string, redirect: string): Promise<string> {
  const response = await stage.browser().get(ask(clientId, redirect));
  expect(response.status).toBe(400);
  return response.text();
}

test('a client of another host is known by its document, and named by that host', async () => {
  outside.set(FAR, () => json(documentOf(FAR, FAR_CALLBACK)));
  const { page } = await signIn(stage, stage.browser(), ask(FAR, FAR_CALLBACK));
  expect(page).toContain('<strong>assistant.example</strong> asks to act for');
  expect(page).toContain('“Assistant”');
  expect(page).toContain('The answer goes to <code>https://assistant.example/callback</code>');
});

const W_CALLBACK = 'https://w.example/cb';

test.each([
  ['another client_id', () => json(documentOf('https://other.example/client.json', W_CALLBACK))],
  ['more than 5 KB', (id: string) => json(documentOf(id, W_CALLBACK, { x: 'x'.repeat(6_000) }))],
  ['a redirect elsewhere', () => new Response(null, { status: 302, headers: { location: FAR } })],
  ['a shared secret', (id: string) => json(documentOf(id, W_CALLBACK, { client_secret: 's' }))],
  ['no JSON', () => json('<html>')],
  ['an error', () => json('{}', 500)],
])('a document with %s is refused', async (_what, answer) => {
  const id = `https://w.example/${randomUUID()}`;
  outside.set(id, () => answer(id));
  await refusalOf(id, W_CALLBACK);
  outside.set(id, () => json(documentOf(id, W_CALLBACK)));
  expect((await stage.browser().get(ask(id, W_CALLBACK))).status).toBe(303);
});

test('a redirect address that the document does not list is refused', async () => {
  outside.set(FAR, () => json(documentOf(FAR, FAR_CALLBACK)));
  expect(await refusalOf(FAR, 'https://assistant.example/callback2')).toContain('invalid_redirect_uri');
});

test('a document cannot ask to be an agent', async () => {
  const id = 'https://agent.example/client.json';
  outside.set(id, () => json(documentOf(id, 'https://agent.example/cb', { grant_types: ['client_credentials'] })));
  await refusalOf(id, 'https://agent.example/cb');
});

test('a program on this machine is known by its document without TLS, and gets a token', async () => {
  const id = await localDocument((address) => documentOf(address, LOCAL_CALLBACK));
  const verifier = newVerifier();
  const answer = await authorize(stage, authorizationRequest(verifier, { client_id: id }));
  const { status, body } = await redeem(stage, answer.get('code') ?? '', verifier, { client_id: id });
  expect([status, body['token_type']]).toEqual([200, 'Bearer']);
});

test('a program on this machine is named as one', async () => {
  const id = await localDocument((address) => documentOf(address, LOCAL_CALLBACK));
  const { page } = await signIn(stage, stage.browser(), ask(id, LOCAL_CALLBACK));
  expect(page).toContain(`<strong>a program on this machine (${new URL(id).host})</strong>`);
});

test.each([
  ['another client_id', () => documentOf('http://127.0.0.1:1/client.json', LOCAL_CALLBACK), 'does not match'],
  ['more than 5 KB', (id: string) => documentOf(id, LOCAL_CALLBACK, { x: 'x'.repeat(6_000) }), 'could not be fetched'],
  ['a shared secret', (id: string) => documentOf(id, LOCAL_CALLBACK, { client_secret: 's' }), 'client_secret'],
  [
    'a way to sign with a shared secret',
    (id: string) => documentOf(id, LOCAL_CALLBACK, { token_endpoint_auth_method: 'client_secret_post' }),
    'token_endpoint_auth_method',
  ],
  ['a redirect address elsewhere', (id: string) => documentOf(id, 'https://evil.example/callback'), 'redirect_uris'],
  ['no JSON', () => '<html>', 'client_id metadata document'],
] as const)('a document on this machine with %s is refused', async (_what, text, said) => {
  const id = await localDocument(text);
  expect(await refusalOf(id, LOCAL_CALLBACK)).toContain(said);
});

test('a document on this machine that sends us on is not followed', async () => {
  let followed = false;
  const target = await local((address) => (_request, response) => {
    followed = true;
    response.end(documentOf(address, LOCAL_CALLBACK));
  });
  const id = await local(() => (_request, response) => void response.writeHead(302, { location: target }).end());
  expect(await refusalOf(id, LOCAL_CALLBACK)).toContain('could not be fetched');
  expect(followed).toBe(false);
});

test.each([
  'http://assistant.example/client.json',
  'http://127.0.0.1:1/',
  'http://127.0.0.1:1/a?b',
  'http://a@127.0.0.1:1/c',
])('%s is no client id', async (id) => {
  expect(await refusalOf(id, LOCAL_CALLBACK)).toContain('invalid_client');
});
