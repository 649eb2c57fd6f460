import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { decodeJwt } from 'jose';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import {
  authorizationRequest,
  locationOf,
  newVerifier,
  openStage,
  redeem,
  signIn,
  toForm,
  type Browser,
  type Stage,
} from './idp.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const ask = (fields: Readonly<Record<string, string>> = {}): string => authorizationRequest(newVerifier(), fields);

async function form(
  on: Stage = stage,
): Promise<{ readonly browser: Browser; readonly path: string; readonly page: string }> {
  const browser = on.browser();
  return { browser, ...(await toForm(browser, ask())) };
}

test('the sign-in page says for which program and server, and has no script and nothing from elsewhere', async () => {
  const browser = stage.browser();
  const path = locationOf(await browser.get(ask()));
  const response = await browser.get(path);
  const page = await response.text();
  expect(page).toContain(
    'For <strong>a program on this machine (127.0.0.1:53682)</strong>, to use <strong>Supercargo Inventory</strong>',
  );
  expect(page).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\//);
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; frame-ancestors 'none'; /);
  expect(policy).toContain("form-action 'self' http://127.0.0.1:53682");
  expect([response.headers.get('cache-control'), response.headers.get('x-powered-by')]).toEqual(['no-store', null]);
  const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
  expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
});

test('a wrong password and a name that nobody has are answered alike', async () => {
  const answers = [];
  for (const name of ['mara@acme', 'nobody@acme']) {
    const { browser, path } = await form();
    const response = await browser.send(`${path}/login`, { name, password: 'wrong' });
    answers.push([
      response.status,
      (await response.text()).replace(`value="${name}"`, '').replace(/\/interaction\/[\w-]+/g, ''),
    ]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.[0]).toBe(401);
});

test.each(['mara', 'mara@globex', 'gina@acme', ''])('“%s” signs nobody in, with mara’s password', async (name) => {
  const { browser, path } = await form();
  const response = await browser.send(`${path}/login`, { name, password: stage.password('mara@acme') });
  expect(response.status).toBe(401);
});

test('after five wrong ones a name waits, even with the right one, and tries at once do not slip through', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const own = await openStage({ clock: () => now });
  onTestFinished(() => own.end());
  const { browser, path } = await form(own);
  const tries = await Promise.all(
    Array.from({ length: 12 }, () => browser.send(`${path}/login`, { name: 'mara@acme', password: 'wrong' })),
  );
  expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(7);
  const right = { name: 'mara@acme', password: own.password('mara@acme') };
  const waiting = await browser.send(`${path}/login`, right);
  expect([waiting.status, Number(waiting.headers.get('retry-after'))]).toEqual([429, 1]);
  expect(await waiting.text()).toContain('Wait 1 seconds');
  const other = { name: 'gina@globex', password: 'wrong' };
  expect((await browser.send(`${path}/login`, other)).status).toBe(401);
  now = new Date(now.getTime() + 1_001);
  expect((await browser.send(`${path}/login`, right)).status).toBe(303);
});

test('the consent page names the client’s host and the scopes in words', async () => {
  const scope = 'inventory:read inventory:reorder inventory:count_twice offline_access openid made:up';
  const { page } = await signIn(stage, stage.browser(), ask({ scope, prompt: 'consent' }));
  expect(page).toContain(
    '<strong>a program on this machine (127.0.0.1:53682)</strong> asks to act for <strong>Mara Lindqvist</strong> (mara@acme)',
  );
  expect(page).toContain('at <strong>Supercargo Inventory</strong>');
  for (const words of [
    'see stock, items and reorders',
    'ask for reorders and cancel them',
    'do what inventory calls “count twice”',
    'go on while you are away',
    'know who you are',
  ]) {
    expect(page).toContain(words);
  }
  expect(page).not.toContain('made:up');
});

test('what a client calls itself is shown as its words, escaped, without what hides or turns text', async () => {
  const registered = await stage.json('/reg', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: '<script>alert(1)</script>"\' &amp; \u202Eevil\u0000',
      redirect_uris: ['http://127.0.0.1:53682/callback'],
    }),
  });
  expect(registered.status).toBe(201);
  const { page } = await signIn(stage, stage.browser(), ask({ client_id: String(registered.body['client_id']) }));
  expect(page).toContain(
    '“&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; &amp;amp; \ufffdevil\ufffd”</span>. Nobody has checked that.',
  );
  expect(page).not.toContain('<script');
});

test('what was typed as a name is shown escaped', async () => {
  const { browser, path } = await form();
  const response = await browser.send(`${path}/login`, { name: '"><img src=x>', password: 'x' });
  const page = await response.text();
  expect(page).toContain('value="&quot;&gt;&lt;img src=x&gt;"');
  expect(page).not.toContain('<img');
});

test('an error page shows what the library says escaped', async () => {
  const response = await stage.browser().get(`/auth?client_id=${encodeURIComponent('<b>x</b>')}`);
  const page = await response.text();
  expect([response.status, page.includes('<b>x')]).toEqual([400, false]);
});

test.each([
  ['another origin', { origin: 'http://evil.example' }],
  ['an origin that hides', { origin: 'null' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
])('a form sent from %s is refused', async (_what, headers) => {
  const { browser, path } = await form();
  const fields = { name: 'mara@acme', password: stage.password('mara@acme') };
  expect((await browser.send(`${path}/login`, fields, headers)).status).toBe(403);
});

test('a form of another browser’s sign-in is refused, and so is one that nobody began', async () => {
  const first = await form();
  const second = await form();
  const fields = { name: 'mara@acme', password: stage.password('mara@acme') };
  expect((await second.browser.send(`${first.path}/login`, fields)).status).toBe(400);
  const cookie = second.browser.cookies();
  expect((await stage.browser().send(`${second.path}/login`, { ...fields, name: 'nobody' }, { cookie })).status).toBe(
    401,
  );
  expect((await stage.browser().send(`${first.path}/login`, fields, { cookie })).status).toBe(400);
  expect((await stage.browser().send('/interaction/made-up/login', fields)).status).toBe(400);
});

test('what one person allowed is asked of the next one anew, though they share a browser', async () => {
  const browser = stage.browser();
  const first = await signIn(stage, browser, ask());
  const allowed = await browser.send(`${first.path}/consent`, { decision: 'allow' });
  expect(locationOf(await browser.get(locationOf(allowed)))).toContain('code=');
  const second = await signIn(stage, browser, ask({ prompt: 'login' }), 'gina@globex');
  expect(second.page).toContain('Gina Rossi');
  const verifier = newVerifier();
  const third = await signIn(stage, browser, authorizationRequest(verifier, { prompt: 'login' }), 'gina@globex');
  const sent = await browser.send(`${third.path}/consent`, { decision: 'allow' });
  const code = new URL(locationOf(await browser.get(locationOf(sent)))).searchParams.get('code') ?? '';
  const { body } = await redeem(stage, code, verifier);
  expect(decodeJwt(String(body['access_token']))).toMatchObject({ sub: 'gina@globex', tenant: 'globex' });
});

test('consent cannot be given before anybody signed in', async () => {
  const { browser, path } = await form();
  const sent = await browser.send(`${path}/consent`, { decision: 'allow' });
  const answer = new URL(locationOf(await browser.get(locationOf(sent)))).searchParams;
  expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
});

test('a form that is too large is refused without a trace of where it failed', async () => {
  const { browser, path } = await form();
  const response = await browser.send(`${path}/login`, { name: 'mara@acme', password: 'x'.repeat(10_000) });
  const page = await response.text();
  expect(response.status).toBe(413);
  expect(page).not.toMatch(/at \w+ \(|node_modules/);
});

test('a name that was made to point here is not served', async () => {
  const { hostname, port } = new URL(stage.idp.issuer);
  const status = await new Promise((resolve, reject) => {
    const path = '/.well-known/openid-configuration';
    httpRequest({ hostname, port, path, headers: { host: `evil.example:${port}` } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});
