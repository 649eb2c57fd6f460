import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test, vi } from 'vitest';
import { entryLine, follow, latest } from './tail.ts';

const database = await testDatabase();
const door = database.door('supercargo_auditor');

test('following shows what comes after the last record shown, each once, and what was committed late', async () => {
  const tenant = await foundTenant(database, { tenant: 'acme' });
  const record = (reason: string, secondsAgo = 0): Promise<unknown> =>
    database.admin(
      `insert into audit.entry (tenant_id, record, at) values ('acme', $1, clock_timestamp() - make_interval(secs => $2))`,
      [JSON.stringify({ kind: 'switch', reason }), secondsAgo],
    );
  await record('old, left out by the limit', 20);
  await record('last shown');
  const shown = await latest(door, tenant, 1);
  const lines = shown.map(entryLine);
  const stop = new AbortController();
  const following = follow(door, tenant, shown, (entry) => lines.push(entryLine(entry)), stop.signal);
  await vi.waitFor(async () => {
    await record('new');
    expect(lines.length).toBeGreaterThan(1);
  });
  await record('late', 5);
  await vi.waitFor(() => {
    expect(lines.join('\n')).toContain('late');
  }, 5_000);
  stop.abort();
  await following;
  expect(lines[0]).toContain('last shown');
  expect(lines.join('\n')).not.toContain('left out');
  expect(lines.filter((line) => line.includes('late'))).toHaveLength(1);
});
