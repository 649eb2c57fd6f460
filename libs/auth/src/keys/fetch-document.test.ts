import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { discoverKeys, metadataAddresses } from './discover.ts';
import { DOCUMENT_BYTES_MAX, DOCUMENT_MS_MAX, fetchDocument } from './fetch-document.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const { signal } = new AbortController();
const means = { fetch: globalThis.fetch, signal };

/** A public web address served by a function: nothing here leaves the machine. */
function web(documents: Readonly<Record<string, unknown>>): typeof globalThis.fetch {
  return async (address) => {
    const document = documents[address instanceof Request ? address.url : address.toString()];
    return document === undefined ? new Response('', { status: 404 }) : Response.json(document);
  };
}

test('waits five seconds and takes 64 KiB at most', () => {
  expect([DOCUMENT_MS_MAX, DOCUMENT_BYTES_MAX]).toEqual([5_000, 65_536]);
});

test('gives up on an answer that does not begin, and on one that does not end', async () => {
  const silent = await serve(() => undefined);
  const endless = await serve((_request, response) => void response.writeHead(200).write('{'));
  for (const url of [silent, endless]) {
    await expect(fetchDocument({ ...means, url, millisecondsMax: 100 })).rejects.toThrow('took too long');
  }
});

test('stops receiving when a document is too long, however it is compressed', async () => {
  const bomb = gzipSync(Buffer.from(JSON.stringify({ padding: 'x'.repeat(50_000_000) })));
  expect(bomb.length).toBeLessThan(DOCUMENT_BYTES_MAX);
  const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  await expect(fetchDocument({ ...means, url })).rejects.toThrow('longer than 65536 bytes');
});

test('follows no redirect', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url);
    response.writeHead(307, { location: '/other' }).end();
  });
  await expect(fetchDocument({ ...means, url })).rejects.toThrow('answered 307');
  expect(asked).toEqual(['/']);
});

test('an issuer with a path has its metadata at the inserted address, or at the appended one', () => {
  expect(metadataAddresses('https://login.example/realms/acme')).toEqual([
    'https://login.example/.well-known/oauth-authorization-server/realms/acme',
    'https://login.example/realms/acme/.well-known/openid-configuration',
  ]);
});

test('finds the keys of an issuer by either metadata', async () => {
  const issuer = 'https://login.example';
  const metadata = { issuer, jwks_uri: 'https://keys.example/jwks' };
  for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']) {
    const fetch = web({ [`${issuer}${path}`]: metadata });
    expect(await discoverKeys(issuer, false, { fetch, signal })).toBe('https://keys.example/jwks');
  }
});

test.for([
  ['names another issuer', { issuer: 'https://login.example/', jwks_uri: 'https://keys.example/jwks' }],
  ['names no jwks_uri', { issuer: 'https://login.example' }],
  ['loopback or literal IP', { issuer: 'https://login.example', jwks_uri: 'https://127.0.0.1/jwks' }],
  ['loopback or literal IP', { issuer: 'https://login.example', jwks_uri: 'https://[::1]/jwks' }],
  ['loopback or literal IP', { issuer: 'https://login.example', jwks_uri: 'https://2130706433/jwks' }],
  ['loopback or literal IP', { issuer: 'https://login.example', jwks_uri: 'https://keys.localhost./jwks' }],
  ['https:', { issuer: 'https://login.example', jwks_uri: 'http://keys.example/jwks' }],
  ['https:', { issuer: 'https://login.example', jwks_uri: 'file:///etc/passwd' }],
] as const)('metadata is refused: %s', async ([words, metadata]) => {
  const fetch = web({ 'https://login.example/.well-known/oauth-authorization-server': metadata });
  await expect(discoverKeys('https://login.example', false, { fetch, signal })).rejects.toThrow(words);
});
