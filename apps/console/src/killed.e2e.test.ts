import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundTenant, makeMachine, openRelay, testDatabase, type ServerProcess } from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { hidden } from './browser.fixture.ts';
import { freePort, openIssuer } from './issuer.fixture.ts';
import { firstLine, MAIN } from './program.fixture.ts';
import { asked, ledgerSays } from './store/asking.fixture.ts';

const database = await testDatabase();
await foundTenant(database);
const machine = await makeMachine(database, 'supercargo_console', []);
const relay = await openRelay(database.config('supercargo_console'));
const port = (await freePort()).toString();
const origin = `http://127.0.0.1:${port}`;
const issuer = await openIssuer(origin);
const folder = mkdtempSync(join(tmpdir(), 'supercargo-console-'));
const file = join(folder, 'console.json');
writeFileSync(file, issuer.settings, { mode: 0o600 });
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  relay.close();
  await issuer.end();
});

/** The console as it is installed, but for the relay between it and its database. */
async function start(): Promise<ServerProcess> {
  const DATABASE_URL = `postgresql://127.0.0.1:${relay.port.toString()}/${database.name}`;
  const program = machine.start(MAIN, ['--port', port], { SUPERCARGO_CONSOLE_FILE: file, DATABASE_URL });
  await firstLine(program);
  return program;
}

// Where two are needed the request still waits, and the same yes must not count again.
test.each([
  ['where one yes is enough', 5_000_00n, 'approved', 'Approved. The worker of inventory executes it by itself'],
  ['where two are needed', 60_000_00n, 'waiting', 'Your decision is recorded: 1 of 2. It waits for another person'],
])(
  '%s, a console killed between the commit of a decision and its redirect has decided once: it says so when it is back, and the same form decides nothing',
  { timeout: 60_000 },
  async (_where, minor, state, said) => {
    const first = await start();
    const id = await asked({ database }, { minor });
    const { browser, shown } = await issuer.signIn('mo@acme', `/requests/${id}`);
    const form = { csrf: hidden(shown.page, 'csrf'), digest: hidden(shown.page, 'digest'), verdict: 'approve' };
    const address = `${origin}/requests/${id}/decide`;
    const decide = () => browser.send(address, form);
    const decided = { state, reason: null, decisions: ['mo approve via console'] };

    relay.keepAnswersAfter('approval_decide_signed_in', 'commit');
    const headers = { origin, 'sec-fetch-site': 'same-origin' };
    const answered = browser.fetch(address, { form, headers }).then(
      ({ status }) => status,
      () => 'no answer',
    );
    await vi.waitFor(async () => {
      expect(await ledgerSays({ database }, id)).toEqual(decided);
    }, 10_000);
    first.child.kill('SIGKILL');
    await once(first.child, 'close');
    expect(await answered).toBe('no answer');
    relay.release();

    const second = await start();
    const again = await decide();
    expect([again.status, again.page]).toEqual([401, expect.stringContaining('You are no longer signed in.')]);
    const back = await issuer.signIn('mo@acme', `/requests/${id}`, browser);
    expect(back.shown.page).toContain(said);
    expect((await decide()).status).toBe(403);
    const own = { ...form, csrf: hidden(back.shown.page, 'csrf') };
    const { page } = await browser.send(address, own);
    expect(page).toContain('Not decided: ');
    expect(await ledgerSays({ database }, id)).toEqual(decided);
    second.child.kill('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0 });
  },
);
