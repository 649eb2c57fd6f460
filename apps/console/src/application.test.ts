import { request as httpRequest } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { asked } from './store/asking.fixture.ts';
import { openStage } from './stage.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const id = await asked(stage);
const { browser } = await stage.signIn('mo@acme');

/** One request whose Host header says this. */
async function asHost(host: string, path: string): Promise<{ readonly status: number; readonly text: string }> {
  const { port } = new URL(stage.origin);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      let text = '';
      response.on('data', (more: Buffer) => (text += more.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

test.each([
  ['the list', '/requests', 200],
  ['a request', `/requests/${id}`, 200],
  ['what is not there', '/nothing', 404],
  ['a callback of nobody', '/callback', 400],
  ['the way out', '/signed-out', 200],
  ['a redirect', '/', 302],
  ['the health', '/healthz', 200],
])('%s goes out with every header that keeps it to itself, and without a script', async (_what, path, status) => {
  const response = await browser.fetch(`${stage.origin}${path}`);
  const { headers } = response;
  expect(response.status).toBe(status);
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]+=*'; base-uri 'none'; frame-ancestors 'none'; form-action '(none|self)'$/,
  );
  expect([
    ...[headers.get('cache-control'), headers.get('referrer-policy'), headers.get('x-content-type-options')],
    ...[headers.get('cross-origin-opener-policy'), headers.get('cross-origin-resource-policy')],
    ...[headers.get('x-powered-by'), headers.get('etag'), headers.get('access-control-allow-origin')],
  ]).toEqual(['no-store', 'same-origin', 'nosniff', 'same-origin', 'same-origin', null, null, null]);
  expect(await response.text()).not.toMatch(/<script|javascript:|\son\w+=|style="/i);
});

test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1'])(
  'a request for the host “%s” is not answered for',
  async (host) => {
    for (const path of ['/requests', '/healthz', '/sign-in']) expect((await asHost(host, path)).status).toBe(421);
  },
);

test('a request for its own host is', async () => {
  expect((await asHost(new URL(stage.origin).host, '/healthz')).status).toBe(200);
});

test('what a browser keeps of a sign-in under way is out of reach of scripts and of other sites’ forms', async () => {
  const begun = await stage.browser().fetch(`${stage.origin}/sign-in`);
  expect(begun.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^supercargo-sign-in-[0-9a-f]{12}=[\w-]{200,350}; Max-Age=600; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    ),
  ]);
});

test('an unfinished sign-in leaves eight cookies at most', async () => {
  const many = stage.browser();
  for (let count = 0; count < 9; count += 1) await many.fetch(`${stage.origin}/sign-in`);
  const last = await many.fetch(`${stage.origin}/sign-in`);
  expect(last.headers.getSetCookie().filter((line) => line.includes('Max-Age=600'))).toHaveLength(1);
  expect(last.headers.getSetCookie().length).toBeLessThan(9);
});

test('a session ends half an hour after it was last used', async () => {
  const { browser: mara } = await stage.signIn('mara@acme');
  const isThere = async (): Promise<boolean> => (await mara.fetch(`${stage.origin}/requests`)).status === 200;
  try {
    stage.advance(29 * 60);
    expect(await isThere()).toBe(true);
    stage.advance(29 * 60);
    expect(await isThere()).toBe(true);
    stage.advance(31 * 60);
    expect(await isThere()).toBe(false);
  } finally {
    stage.advance(-89 * 60);
  }
});

test('readiness names the database while it is away', async () => {
  const ready = async (): Promise<readonly [number, unknown]> => {
    const response = await fetch(`${stage.origin}/readyz`);
    return [response.status, await response.json()];
  };
  expect(await ready()).toEqual([200, { ready: true, unmet: [] }]);
  await stage.closeDoor();
  await expect.poll(ready, { timeout: 5_000 }).toEqual([503, { ready: false, unmet: ['database'] }]);
  const failed = await browser.fetch(`${stage.origin}/requests`);
  expect(failed.status).toBe(500);
  expect(await failed.text()).toContain('Something failed here, and the log says what.');
});
