import { readFileSync } from 'node:fs';
import { identitySecret, readState, runningConsole, updateState } from '@supercargo/cluster';
import { connectHttp, foundTenant, testDatabase, type TestClient } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkHttp } from '../doctor/http.ts';
import { installationOn, recordedOutside } from '../installation.fixture.ts';
import { inTheConsole } from '../posture/control/in-the-console.ts';
import { groundOf } from '../posture/ground.ts';
import { rowOf } from '../posture/posture.ts';
import { jsonDocument } from '../up/progress.ts';
import { runningWorkers } from '../workers/running.ts';
import { ensureWorker } from '../workers/start.ts';
import { stopWorkers } from '../workers/stop.ts';
import { httpServers } from './addresses.ts';
import { hidden, newBrowser, type Browser, type Shown } from './browser.fixture.ts';
import { startHttp } from './start-http.ts';
import { stopHttp } from './stop-http.ts';

// What `up` starts, as processes of their own: mara asks over HTTP, felix decides in his browser, the worker executes.
const database = await testDatabase();
await foundTenant(database, { tenant: 'acme' });
const here = await installationOn(database, ['acme']);
const { home, env } = here;
afterAll(async () => {
  await stopHttp(home);
  await stopWorkers(home, await runningWorkers(home));
  await here.remove();
});

let started: {
  readonly console: { readonly url: string };
  readonly identity: { readonly issuer: string };
  readonly http: { readonly inventory: { readonly url: string } };
};
let mara: TestClient;

beforeAll(async () => {
  const { outside, said } = recordedOutside(env, undefined);
  const progress = jsonDocument(outside);
  await startHttp(outside, home, progress);
  progress.end();
  started = JSON.parse(said.out) as typeof started;
  await ensureWorker(home, env, 'inventory');
  const { out } = await here.run(['token', '--as', 'mara', '--for', 'inventory']);
  mara = await connectHttp(started.http.inventory.url, out.trim(), '2026-07-28');
}, 120_000);
afterAll(() => mara.close());

/** Signs in at the form that a browser shows. */
async function signIn(browser: Browser, { page, url }: Shown, account: string): Promise<Shown> {
  expect(url.origin).toBe(started.identity.issuer);
  const [, action = ''] = /<form method="post" action="(\/interaction\/[\w-]+\/login)">/.exec(page) ?? [];
  const password = (await identitySecret(home, 'people', account)) ?? '';
  return browser.send(`${url.origin}${action}`, { name: account, password });
}

test('mara asks, felix follows the link that she was given, signs in and approves, the worker executes, and she is told', async () => {
  const asked = await mara.call('create_reorder', { sku: 'COF-1KG', quantity: 400, warehouse: 'HAM-1' });
  const { outcome, request_id: id, next } = asked.structured as Readonly<Record<string, string>>;
  expect(outcome).toBe('waiting');
  const link = `${started.console.url}/requests/${id ?? ''}`;
  expect(next).toContain(link);

  const browser = newBrowser();
  const shown = await signIn(browser, await browser.open(link), 'felix@acme');
  expect([shown.status, shown.url.href]).toEqual([200, link]);
  expect(shown.page).toContain('COF-1KG');
  const form = { csrf: hidden(shown.page, 'csrf'), digest: hidden(shown.page, 'digest'), verdict: 'approve' };
  const decided = await browser.send(`${link}/decide`, form);
  expect([decided.status, decided.page.includes('name="verdict"')]).toEqual([200, false]);

  const askedAbout = async (): Promise<unknown> =>
    (await mara.call('get_inventory_request', { request_id: id ?? '' })).structured?.['outcome'];
  await expect.poll(askedAbout, { timeout: 10_000 }).toBe('executed');
  const { out } = await here.run(['requests', 'show', id ?? '', '--as', 'felix@acme']);
  expect(out).toContain('felix approve (console)');
});

test('she who asked decides nothing there, whatever her browser sends', async () => {
  const asked = await mara.call('create_reorder', { sku: 'COF-1KG', quantity: 401, warehouse: 'HAM-1' });
  const { request_id: id = '' } = asked.structured as Readonly<Record<string, string>>;
  const link = `${started.console.url}/requests/${id}`;
  const browser = newBrowser();
  const { page } = await signIn(browser, await browser.open(link), 'mara@acme');
  expect(page).not.toContain('name="verdict"');
  const { page: list } = await browser.open(`${started.console.url}/requests`);
  const [{ digest } = { digest: '' }] = await database.admin<{ digest: string }>(
    "select encode(digest, 'hex') as digest from approval.plan where request_id = $1",
    [id],
  );
  const sent = await browser.send(`${link}/decide`, { csrf: hidden(list, 'csrf'), digest, verdict: 'approve' });
  expect(sent.page).toContain('Not decided');
  expect((await mara.call('get_inventory_request', { request_id: id })).structured?.['outcome']).toBe('waiting');
});

test.runIf(process.platform === 'linux')(
  'the staff’s servers are told where it is, and those for customers are not',
  async () => {
    const told = (await httpServers(home)).map(({ faces, pid }): [string, boolean] => {
      const given = readFileSync(`/proc/${pid?.toString() ?? ''}/environ`, 'utf8').split('\0');
      return [faces, given.includes(`SUPERCARGO_CONSOLE_URL=${started.console.url}`)];
    });
    expect(told.length).toBeGreaterThan(5);
    for (const [faces, isTold] of told) expect([faces, isTold]).toEqual([faces, faces === 'staff']);
  },
);

test('servers of before it had its address are replaced, so that they are told; those for customers stay', async () => {
  await updateState(home, ({ console: state, ...rest }) =>
    state === undefined ? rest : { ...rest, console: { ...state, since: new Date().toISOString() } },
  );
  const before = await httpServers(home);
  const { outside } = recordedOutside(env, undefined);
  await startHttp(outside, home, jsonDocument(outside));
  for (const { name, faces, pid } of await httpServers(home)) {
    const isNew = before.find((one) => one.name === name)?.pid !== pid;
    expect([name, isNew]).toEqual([name, faces === 'staff']);
  }
});

test('one that died is said to be by doctor, status and posture', async () => {
  const { console: state } = await readState(home);
  process.kill(state?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => runningConsole(home)).toBeUndefined();
  const { url } = started.console;
  const findings = await checkHttp({ outside: recordedOutside(env, undefined).outside, home });
  expect(findings.filter(({ ok }) => !ok)).toMatchObject([
    { check: 'console', detail: expect.stringContaining(`nobody serves ${url}`) as string },
  ]);
  const { out } = await here.run(['status']);
  expect(out).toContain('or, in the console, a person’s password, and those of the demo people it can read');
  expect(out).toContain(`console   the page on which people decide does not run at ${url}; npx supercargo up`);
  expect(JSON.parse((await here.run(['status', '--json'])).out)).toMatchObject({ console: { alive: false, url } });
  const ground = await groundOf(recordedOutside(env, undefined).outside, home, 'internal');
  const { standing, problems } = await rowOf(inTheConsole, 'internal', ground);
  expect([standing, problems.map(({ saw }) => saw)]).toEqual(['does_not_hold', [`nobody serves ${url}`]]);
});
