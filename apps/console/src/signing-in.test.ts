import { afterAll, expect, test } from 'vitest';
import { asked, ledgerSays } from './store/asking.fixture.ts';
import { hidden, newBrowser, type Browser } from './browser.fixture.ts';
import { openStage } from './stage.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const SESSION = 'supercargo-session';

/** Goes from the console to the issuer and signs in there; answers the address that the issuer sends the browser back to. */
async function callbackOf(
  browser: Browser,
  account = 'mo@acme',
  change = (_asked: URL): void => undefined,
): Promise<URL> {
  const first = await browser.fetch(`${stage.origin}/sign-in?return=/requests`);
  const asked = new URL(first.headers.get('location') ?? '');
  change(asked);
  const form = await browser.open(asked.href);
  const [, action = ''] = /action="(\/interaction\/[\w-]+\/login)"/.exec(form.page) ?? [];
  let address = new URL(`${stage.issuer}${action}`);
  let response = await browser.fetch(address.href, { form: { name: account, password: stage.password(account) } });
  while (address.pathname !== '/callback') {
    const next = response.headers.get('location');
    if (next === null) throw new Error(`the issuer stops at ${address.href}`);
    address = new URL(next, address);
    if (address.pathname !== '/callback') response = await browser.fetch(address.href);
  }
  return address;
}

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.fetch(`${stage.origin}/requests`)).status === 200;

test('the console asks for a code with PKCE, a state, a nonce and the password, and is asked for no consent', async () => {
  const first = await stage.browser().fetch(`${stage.origin}/sign-in`);
  const asked = new URL(first.headers.get('location') ?? '').searchParams;
  expect(Object.fromEntries(asked)).toEqual({
    ...{ client_id: 'supercargo-console', response_type: 'code', scope: 'openid company' },
    ...{ prompt: 'login', max_age: '300' },
    ...{ redirect_uri: `${stage.origin}/callback`, code_challenge_method: 'S256' },
    ...{ state: expect.any(String) as string, nonce: expect.any(String) as string },
    code_challenge: expect.any(String) as string,
  });
  const { shown } = await stage.signIn('mo@acme');
  expect(shown.way.some((step) => step.includes('/consent'))).toBe(false);
  expect(shown.page).toContain('Mo Adeyemi (mo) of The company acme');
});

test('a sign-in is learnt by the database, with the roles that the issuer says', async () => {
  await stage.signIn('fiona@acme');
  const [row] = await stage.database.admin("select roles from people.sign_in where person = 'fiona'");
  expect(row).toEqual({ roles: ['finance'] });
});

test('a callback with another state, or none, signs nobody in', async () => {
  for (const change of [
    (url: URL) => url.searchParams.set('state', 'x'.repeat(43)),
    (url: URL) => url.searchParams.delete('state'),
    (url: URL) => url.searchParams.append('state', 'another'),
  ]) {
    const browser = stage.browser();
    const callback = await callbackOf(browser);
    change(callback);
    const shown = await browser.open(callback.href);
    expect([shown.status, await isSignedIn(browser)]).toEqual([400, false]);
  }
});

test('a callback is used once', async () => {
  const browser = stage.browser();
  const callback = await callbackOf(browser);
  expect((await browser.open(callback.href)).status).toBe(200);
  expect((await browser.open(callback.href)).status).toBe(400);
});

test('a callback in another browser signs nobody in there, and its own browser still can', async () => {
  const [victim, attacker] = [stage.browser(), stage.browser()];
  const callback = await callbackOf(attacker);
  expect((await victim.open(callback.href)).status).toBe(400);
  await victim.fetch(`${stage.origin}/sign-in`);
  expect((await victim.open(callback.href)).status).toBe(400);
  expect(await isSignedIn(victim)).toBe(false);
  expect((await attacker.open(callback.href)).status).toBe(200);
});

test('an ID token for another nonce signs nobody in', async () => {
  const browser = stage.browser();
  const callback = await callbackOf(browser, 'mo@acme', (url) => url.searchParams.set('nonce', 'another'));
  const shown = await browser.open(callback.href);
  expect([shown.status, await isSignedIn(browser)]).toEqual([400, false]);
  expect(shown.page).toContain('Nobody was signed in');
});

test('a code whose challenge was of another verifier signs nobody in', async () => {
  const browser = stage.browser();
  const callback = await callbackOf(browser, 'mo@acme', (url) =>
    url.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'),
  );
  expect([(await browser.open(callback.href)).status, await isSignedIn(browser)]).toEqual([400, false]);
});

test('an answer that says to come from another issuer signs nobody in', async () => {
  const browser = stage.browser();
  const callback = await callbackOf(browser);
  callback.searchParams.set('iss', 'https://login.example');
  expect([(await browser.open(callback.href)).status, await isSignedIn(browser)]).toEqual([400, false]);
});

test('a sign-in that takes longer than ten minutes has ended', async () => {
  const browser = stage.browser();
  const callback = await callbackOf(browser);
  stage.advance(601);
  try {
    expect((await browser.open(callback.href)).status).toBe(400);
  } finally {
    stage.advance(-601);
  }
});

test('after signing in nobody is sent to anywhere but the list or a request', async () => {
  for (const to of [
    ...['https://evil.example/', '//evil.example', '/\\evil.example', '/requests/../sign-out', 'javascript:alert(1)'],
    ...['/requests//evil.example', '/requests?x=https://evil.example', '/requests/%2e%2e', '\t/requests', '/'],
  ]) {
    const { shown } = await stage.signIn('mo@acme', `/sign-in?return=${encodeURIComponent(to)}`);
    expect(shown.url.href).toBe(`${stage.origin}/requests`);
  }
});

test('a customer is not let in, and told why', async () => {
  const { browser, shown } = await stage.signIn('carla@acme');
  expect(shown.status).toBe(403);
  expect(shown.page).toContain('You signed in as a customer.');
  expect(await isSignedIn(browser)).toBe(false);
  expect(await stage.database.admin("select 1 from people.sign_in where person = 'carla'")).toEqual([]);
});

test('whoever is nobody in the company is not let in, and told who can help', async () => {
  const { browser, shown } = await stage.signIn('nobody@acme');
  expect(shown.status).toBe(403);
  expect(shown.page).toContain('An administrator of the company can enrol you');
  expect(await isSignedIn(browser)).toBe(false);
});

test('whoever is deactivated while signed in sees nothing more', async () => {
  const { browser } = await stage.signIn('freya@acme');
  await stage.database.admin("update people.person set active = false where tenant_id = 'acme' and id = 'freya'");
  const shown = await browser.open(`${stage.origin}/requests`);
  expect(shown.status).toBe(403);
  expect(shown.page).toContain('You are not an active person of this company any more.');
  expect(browser.cookie(SESSION)).toBeUndefined();
});

test('who refuses at the issuer is signed in nowhere', async () => {
  const browser = stage.browser();
  const form = await browser.open(`${stage.origin}/requests`);
  const [, action = ''] = /action="(\/interaction\/[\w-]+\/abort)"/.exec(form.page) ?? [];
  const shown = await browser.send(`${stage.issuer}${action}`, {});
  expect([shown.status, await isSignedIn(browser)]).toEqual([400, false]);
  expect(shown.page).toContain('The issuer did not sign anybody in, or not as asked.');
});

test('a session id from before the sign-in is worth nothing after it', async () => {
  const browser = stage.browser();
  const planted = 'A'.repeat(43);
  browser.plant(SESSION, planted);
  await stage.signIn('mo@acme', '/requests', browser);
  expect(browser.cookie(SESSION)).not.toBe(planted);
  const other = newBrowser();
  other.plant(SESSION, planted);
  expect(await isSignedIn(other)).toBe(false);
});

test('a new sign-in in the same browser ends the session before it, whoever it was of', async () => {
  const { browser } = await stage.signIn('mo@acme');
  const former = newBrowser();
  former.plant(SESSION, browser.cookie(SESSION) ?? '');
  expect(await isSignedIn(former)).toBe(true);
  const form = await browser.open(`${stage.origin}/sign-in`);
  const shown = await stage.fillIn(browser, form, 'felix@acme');
  expect(shown.page).toContain('Felix Braun (felix)');
  expect(await isSignedIn(former)).toBe(false);
});

test('a browser that the issuer knows, of whoever sat there before, is asked for the password', async () => {
  const { browser } = await stage.signIn('mo@acme');
  browser.plant(SESSION, 'A'.repeat(43));
  const form = await browser.open(`${stage.origin}/requests`);
  expect([form.url.origin, form.page.includes('name="password"')]).toEqual([stage.issuer, true]);
});

test('while the issuer is away nobody signs in, who is signed in goes on, and afterwards all is as before', async () => {
  const id = await asked(stage);
  const { browser } = await stage.signIn('mo@acme');
  const halfway = stage.browser();
  const callback = await callbackOf(halfway, 'felix@acme');
  await stage.stopIssuer();
  const late = await halfway.open(callback.href);
  expect([late.status, late.headers.get('retry-after')]).toEqual([503, '10']);
  expect(late.page).toContain('Nobody can sign in just now');
  const { page } = await browser.open(`${stage.origin}/requests/${id}`);
  const form = { csrf: hidden(page, 'csrf'), digest: hidden(page, 'digest'), verdict: 'approve' };
  await browser.send(`${stage.origin}/requests/${id}/decide`, form);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'approved' });
  await stage.startIssuer();
  expect((await stage.signIn('felix@acme')).shown.status).toBe(200);
});
