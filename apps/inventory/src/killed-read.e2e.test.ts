import { fileURLToPath } from 'node:url';
import { makeMachine, openStage, rawLines, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test, vi } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
await openStage(database, INVENTORY);
const machine = await makeMachine(database, 'supercargo_inventory', ['mara@acme']);
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Whether the record of a call is being committed just now: the trigger below holds each up for a moment. */
async function committing(): Promise<void> {
  await vi.waitFor(
    async () => {
      const rows = await database.admin(
        "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 10_000, interval: 5 },
  );
}

test(
  'a server killed while the record of a read is committed leaves the record and no answer, never the other way',
  { timeout: 60_000 },
  async () => {
    await database.admin(`create function audit.linger() returns trigger language plpgsql as $$
    begin perform pg_sleep(0.5); return null; end$$`);
    await database.admin(`create constraint trigger linger after insert on audit.entry deferrable initially deferred
    for each row execute function audit.linger()`);
    const server = machine.start(MAIN, ['stdio', '--as', 'mara@acme']);
    const raw = rawLines(server);
    await raw.ask('server/discover', {});
    const answered = raw.ask('tools/call', { name: 'get_stock', arguments: { sku: 'COF-1KG' } }).catch(() => undefined);
    await committing();
    // The answer waits for the commit: nothing of it is out yet.
    expect(raw.lines).toHaveLength(1);
    expect(await recordsOf(database, 'acme', 'call')).toEqual([]);
    server.child.kill('SIGKILL');
    const { code, stdout } = await server.ended;
    expect(code).toBeNull();
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    await vi.waitFor(async () => {
      expect(await recordsOf(database, 'acme', 'call')).toMatchObject([{ tool: 'get_stock', outcome: 'answered' }]);
    }, 10_000);
    void answered;
  },
);
