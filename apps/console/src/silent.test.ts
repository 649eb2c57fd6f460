import { openRelay, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { hidden } from './browser.fixture.ts';
import { openStage } from './stage.fixture.ts';
import { asked, ledgerSays } from './store/asking.fixture.ts';

const database = await testDatabase();
const relay = await openRelay(database.config('supercargo_console'));
const door = database.door('supercargo_console', {
  host: '127.0.0.1',
  port: relay.port,
  connectionsMax: 4,
  answerMsMax: 4_000,
});
const stage = await openStage({ database, door });
afterAll(async () => {
  relay.close();
  await stage.end();
});

const DID_NOT_WORK = { status: 500, page: expect.stringContaining('That did not work') as string };

/** Whether the console's connections are all between two transactions. */
async function isIdle(): Promise<void> {
  const busy = await database.admin(
    "select from pg_stat_activity where usename = 'supercargo_console' and datname = current_database() and state <> 'idle'",
  );
  expect(busy).toEqual([]);
}

test(
  'where the database says nothing any more, a decision and a page end in time, and what comes to life again later decides nothing',
  { timeout: 60_000 },
  async () => {
    const id = await asked(stage);
    const { browser, shown } = await stage.signIn('mo@acme', `/requests/${id}`);
    const form = { csrf: hidden(shown.page, 'csrf'), digest: hidden(shown.page, 'digest'), verdict: 'approve' };
    const decide = () => browser.send(`${stage.origin}/requests/${id}/decide`, form);
    const open = (path: string) => browser.open(`${stage.origin}${path}`);
    // So that each of what follows has a connection that was good until now.
    await Promise.all(Array.from({ length: 4 }, () => open('/requests')));

    relay.keepAnswersAfter('approval_decide_signed_in');
    const decision = decide();
    await vi.waitFor(() => {
      expect(relay.isKeeping()).toBe(true);
    }, 5_000);
    const [list, ready, decided] = await Promise.all([open('/requests'), open('/readyz'), decision]);
    expect([list, decided]).toEqual([expect.objectContaining(DID_NOT_WORK), expect.objectContaining(DID_NOT_WORK)]);
    expect(ready).toMatchObject({ status: 503, page: '{"ready":false,"unmet":["database"]}' });
    expect([list.seconds < 8, ready.seconds < 8, decided.seconds < 8]).toEqual([true, true, true]);

    relay.release();
    await vi.waitFor(isIdle, 5_000);
    expect(await ledgerSays(stage, id)).toEqual({ state: 'waiting', reason: null, decisions: [] });
    await expect.poll(async () => (await open('/readyz')).status, { timeout: 5_000 }).toBe(200);
    expect((await open('/requests')).status).toBe(200);
    expect((await decide()).page).toContain('Approved. The worker of inventory');
    expect(await ledgerSays(stage, id)).toMatchObject({ state: 'approved', decisions: ['mo approve via console'] });
  },
);
