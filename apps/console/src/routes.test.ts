import { once } from 'node:events';
import { logger } from '@supercargo/observe';
import { foundTenant, rowCounts, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { applicationOf } from './application.ts';
import { hidden, newBrowser, type Browser } from './browser.fixture.ts';
import { freePort } from './issuer.fixture.ts';
import { partsOf } from './parts.ts';
import { readSettings } from './settings.ts';
import { asked, ledgerSays } from './store/asking.fixture.ts';

const database = await testDatabase();
const tenant = await foundTenant(database);
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const parts = partsOf({
  settings: readSettings(JSON.stringify({ origin, issuer: 'http://127.0.0.1:9', client_id: 'x', client_secret: 'x' })),
  ...{ door: database.door('supercargo_console'), clock: () => new Date(), log: logger('console', 'silent') },
});
const application = applicationOf(parts);
const server = application.listen(port, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.close());

/** What anybody may ask for: it shows nothing of any company, and decides nothing. */
const PUBLIC = [
  ...['get /healthz', 'get /readyz', 'get /'],
  ...['get /sign-in', 'get /callback', 'post /sign-out', 'get /signed-out'],
];

// Express's own list, so that it does not matter who put an address there, or how.
const layers = application.router.stack;
const SERVED = layers.flatMap(({ route }) =>
  route === undefined ? [] : [...new Set(route.stack.map(({ method }) => `${method} ${route.path}`))],
);
const OWN = SERVED.filter((each) => !PUBLIC.includes(each));

/** A browser in which somebody has signed in, and their form's token. */
async function browserOf(person: string, roles: readonly string[]): Promise<{ browser: Browser; csrf: string }> {
  const signedInAt = new Date();
  await database.admin(
    "insert into people.sign_in (tenant_id, person, roles, signed_in_at) values ('acme', $1, $2, $3) on conflict do nothing",
    [person, roles, signedInAt],
  );
  const id = parts.sessions.open({ tenant, person, roles, signedInAt });
  const browser = newBrowser();
  browser.plant('supercargo-session', id);
  return { browser, csrf: parts.sessions.find(id)?.formToken ?? '' };
}

const { browser: felix, csrf: ofFelix } = await browserOf('felix', ['finance']);

/** Asks there as the pages do, about a request that waits: everything is right but, perhaps, who asks. */
async function ask(route: string, id: string, browser: Browser, csrf: string): Promise<Response> {
  const [method, path = ''] = route.split(' ');
  const address = `${origin}${path.replace(':id', id)}`;
  if (address.includes('/:')) throw new Error(`say in this test what stands for the parameter of ${path}`);
  if (method === 'get') return browser.fetch(address);
  const digest = hidden(await (await felix.fetch(`${origin}/requests/${id}`)).text(), 'digest');
  const headers = { origin, 'sec-fetch-site': 'same-origin' };
  return browser.fetch(address, { form: { csrf, digest, verdict: 'approve' }, headers });
}

async function expectNothing(id: string, before: unknown, response: Response): Promise<void> {
  expect(await response.text()).not.toMatch(/COF-1KG|Mara|Olsen|The company|name="(digest|csrf)"|[0-9a-f]{64}/);
  expect(await rowCounts(database)).toEqual(before);
  expect(await ledgerSays({ database }, id)).toEqual({ state: 'waiting', reason: null, decisions: [] });
}

test('nothing is served beside the routes', () => {
  expect(SERVED).toEqual(expect.arrayContaining([...PUBLIC, 'get /requests/:id', 'post /requests/:id/decide']));
  // The check of the host, what is not there, and faults.
  expect(layers.filter(({ route }) => route === undefined)).toHaveLength(3);
});

test.each(PUBLIC)('%s, which anybody may ask for, shows and decides nothing', async (route) => {
  const id = await asked({ database });
  const before = await rowCounts(database);
  await expectNothing(id, before, await ask(route, id, newBrowser(), ofFelix));
});

test.each(OWN)('%s answers whoever is present', async (route) => {
  const response = await ask(route, await asked({ database }), felix, ofFelix);
  expect(response.status).toBe(route.startsWith('get') ? 200 : 303);
});

test.each(OWN)('%s shows and does nothing without a session, and says where to sign in', async (route) => {
  const id = await asked({ database });
  const before = await rowCounts(database);
  const stranger = newBrowser();
  stranger.plant('supercargo-session', 'A'.repeat(43));
  for (const browser of [newBrowser(), stranger]) {
    const response = await ask(route, id, browser, ofFelix);
    expect(response.status).toBe(route.startsWith('get') ? 302 : 401);
    const leadsTo = response.headers.get('location') ?? (await response.clone().text());
    expect(leadsTo).toContain(`/sign-in?return=/requests${route.includes(':id') ? `/${id}` : ''}`);
    await expectNothing(id, before, response);
  }
});

test.each(OWN)('%s shows and does nothing for whoever was deactivated, and ends their session', async (route) => {
  const id = await asked({ database });
  const { browser, csrf } = await browserOf('freya', ['finance']);
  const session = browser.cookie('supercargo-session') ?? '';
  const before = await rowCounts(database);
  await database.admin("update people.person set active = false where id = 'freya'");
  const response = await ask(route, id, browser, csrf);
  expect([response.status, parts.sessions.find(session), browser.cookie('supercargo-session')]).toEqual([
    ...[403, undefined, undefined],
  ]);
  expect(await response.clone().text()).toContain('You are not an active person of this company any more.');
  await expectNothing(id, before, response);
});
