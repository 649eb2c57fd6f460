import { testDatabase } from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { hidden } from './browser.fixture.ts';
import { openStage } from './stage.fixture.ts';
import { asked, ledgerSays } from './store/asking.fixture.ts';

/** As many as the console's own. */
const CONNECTIONS = 4;
const database = await testDatabase();
const door = database.door('supercargo_console', { connectionsMax: CONNECTIONS });
const stage = await openStage({ database, door });
afterAll(() => stage.end());

const DID_NOT_WORK = { status: 500, page: expect.stringContaining('That did not work') as string };

test(
  'while another session holds a request’s row, decisions about it end in time, and so does whoever waits for one of their connections',
  { timeout: 60_000 },
  async () => {
    const id = await asked(stage);
    const { browser, shown } = await stage.signIn('mo@acme', `/requests/${id}`);
    const form = { csrf: hidden(shown.page, 'csrf'), digest: hidden(shown.page, 'digest'), verdict: 'approve' };
    const decide = () => browser.send(`${stage.origin}/requests/${id}/decide`, form);
    const open = (path: string) => browser.open(`${stage.origin}${path}`);
    const other = await database.adminClient();
    await other.query('begin');
    await other.query('select from approval.request where id = $1 for update', [id]);

    const decisions = Promise.allSettled(Array.from({ length: CONNECTIONS }, decide));
    await vi.waitFor(async () => {
      const waiting = await database.admin(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect(waiting).toHaveLength(CONNECTIONS);
    }, 5_000);
    const [list, ready] = await Promise.all([open('/requests'), open('/readyz')]);
    expect(list).toMatchObject(DID_NOT_WORK);
    expect(ready).toMatchObject({ status: 503, page: '{"ready":false,"unmet":["database"]}' });
    // 5 s for a connection, also to look whether the database is there.
    expect([list.seconds < 8, ready.seconds < 8]).toEqual([true, true]);
    for (const ended of await decisions) {
      expect(ended).toMatchObject({ status: 'fulfilled', value: DID_NOT_WORK });
      // 10 s for a lock, 15 s for the statement of whoever waits for two of them, one after the other.
      expect(ended.status === 'fulfilled' && ended.value.seconds < 18).toBe(true);
    }
    expect(await ledgerSays(stage, id)).toEqual({ state: 'waiting', reason: null, decisions: [] });

    await other.query('rollback');
    await expect.poll(async () => (await open('/readyz')).status, { timeout: 5_000 }).toBe(200);
    expect((await open('/requests')).status).toBe(200);
    expect((await decide()).page).toContain('Approved. The worker of inventory');
    expect(await ledgerSays(stage, id)).toMatchObject({ state: 'approved', decisions: ['mo approve via console'] });
  },
);
