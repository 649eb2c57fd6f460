import { afterAll, expect, test } from 'vitest';
import { asked, ledgerSays } from './store/asking.fixture.ts';
import { hidden, type Fields } from './browser.fixture.ts';
import { openStage } from './stage.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const mo = await stage.signIn('mo@acme');
const felix = await stage.signIn('felix@acme');
const OWN = { origin: stage.origin, 'sec-fetch-site': 'same-origin' };

/** The form that the page of this request has, as it stands there. */
async function good(): Promise<{ readonly id: string; readonly path: string; readonly form: Fields }> {
  const id = await asked(stage);
  const { page } = await mo.browser.open(`${stage.origin}/requests/${id}`);
  const form = { csrf: hidden(page, 'csrf'), digest: hidden(page, 'digest'), verdict: 'approve' };
  return { id, path: `${stage.origin}/requests/${id}/decide`, form };
}

test.each([
  ['without the token of the session', { csrf: '' }],
  ['with another token', { csrf: 'A'.repeat(43) }],
  ['with the token of another session', { csrf: hidden(felix.shown.page, 'csrf') }],
])('a form %s decides nothing', async (_how, fields) => {
  const { id, path, form } = await good();
  const response = await mo.browser.fetch(path, { form: { ...form, ...fields }, headers: OWN });
  expect([response.status, await ledgerSays(stage, id)]).toMatchObject([403, { state: 'waiting', decisions: [] }]);
});

test.each<[string, Fields]>([
  ['from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['from another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['from nowhere', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['that does not say where from', {}],
  ['whose browser says that it is another site’s', { origin: stage.origin, 'sec-fetch-site': 'cross-site' }],
  ['from an origin that begins like ours', { origin: `${stage.origin}.evil.example`, 'sec-fetch-site': 'cross-site' }],
])('a form %s decides nothing, and does not sign out', async (_where, headers) => {
  const { id, path, form } = await good();
  const response = await mo.browser.fetch(path, { form, headers });
  expect([response.status, await ledgerSays(stage, id)]).toMatchObject([403, { state: 'waiting', decisions: [] }]);
  expect((await mo.browser.fetch(`${stage.origin}/sign-out`, { form, headers })).status).toBe(403);
  expect((await mo.browser.fetch(`${stage.origin}/requests`)).status).toBe(200);
});

test('the same form from our own page decides', async () => {
  const { id, path, form } = await good();
  const response = await mo.browser.fetch(path, { form, headers: OWN });
  expect([response.status, response.headers.get('location')]).toEqual([303, `/requests/${id}`]);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'approved' });
});

test('a decision by address alone, without a form, is none', async () => {
  const { id, path, form } = await good();
  const address = `${path}?${new URLSearchParams(form).toString()}`;
  expect((await mo.browser.fetch(address)).status).toBe(404);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting' });
});

test('a form of a browser in which nobody is signed in decides nothing, and says where to sign in', async () => {
  const { id, path, form } = await good();
  const response = await stage.browser().fetch(path, { form, headers: OWN });
  expect(response.status).toBe(401);
  expect(await response.text()).toContain(`href="/sign-in?return=/requests/${id}"`);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting' });
});

test.each<[string, Fields, number]>([
  ['of more than 8 kB', { reason: 'x'.repeat(9_000) }, 413],
  ['of more fields than there are', { a: '1', b: '2', c: '3', d: '4' }, 413],
])('a form %s is not read', async (_what, fields, status) => {
  const { id, path, form } = await good();
  const response = await mo.browser.fetch(path, { form: { ...form, ...fields }, headers: OWN });
  expect([response.status, await ledgerSays(stage, id)]).toMatchObject([status, { state: 'waiting' }]);
});

test('signing out ends the session at the server, and the next to sign in is asked for a password', async () => {
  const { browser, shown } = await stage.signIn('fiona@acme');
  const former = stage.browser();
  former.plant('supercargo-session', browser.cookie('supercargo-session') ?? '');
  const refused = await browser.send(`${stage.origin}/sign-out`, { csrf: 'x' });
  expect([refused.status, (await former.fetch(`${stage.origin}/requests`)).status]).toEqual([403, 200]);
  const after = await browser.send(`${stage.origin}/sign-out`, { csrf: hidden(shown.page, 'csrf') });
  expect(after.way).toEqual(['303 /sign-out', '200 /signed-out']);
  expect(browser.cookie('supercargo-session')).toBeUndefined();
  expect((await former.fetch(`${stage.origin}/requests`)).status).toBe(302);
  const [, next = ''] = /href="(\/sign-in[^"]*)"/.exec(after.page) ?? [];
  expect((await browser.open(`${stage.origin}${next}`)).page).toContain('name="password"');
});
