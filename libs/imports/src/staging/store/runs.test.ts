import { TenantId } from '@supercargo/kernel';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import type { Run } from '../source.ts';
import { claimRun, endRun, findOrBeginRun, stageRows, type RunOf } from './runs.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');

const FILE: RunOf = { server: 'inventory', source: 'scms', format: '1.1', fileSha256: 'a'.repeat(64), mapping: '{}' };
const OTHER_FILE: RunOf = { ...FILE, fileSha256: 'b'.repeat(64) };

const begin = (tenant: string, of: RunOf): Promise<Run> =>
  door.write(TenantId.parse(tenant), (tx) => findOrBeginRun(tx, of));

/** Begins a run and stages two lines of it. */
async function staged(tenant: string, of: RunOf): Promise<Run> {
  const run = await begin(tenant, of);
  await door.write(TenantId.parse(tenant), (tx) =>
    stageRows(tx, run, { before: 0, after: 2 }, [
      { line: 2, key: 'a', row: '{}' },
      { line: 3, key: 'b', row: '{}' },
    ]),
  );
  return run;
}

async function rowsOf(run: Run): Promise<number> {
  const rows = await database.admin('select from imports.row where run_id = $1', [run.id]);
  return rows.length;
}

async function stateOf(run: Run): Promise<unknown> {
  const [row] = await database.admin<{ state: string }>('select state from imports.run where id = $1', [run.id]);
  return row?.state;
}

test('a run that did not end is gone on with by the same reader of the same file', async () => {
  const run = await staged('same', FILE);
  expect(await begin('same', FILE)).toEqual({ id: run.id, resumedAfter: 2, eachOnce: true });
});

test.each([
  ['another version of the reader', { ...FILE, format: '1.2' }],
  ['an older version', { ...FILE, format: '1.0' }],
  ['another file', OTHER_FILE],
  ['other headers', { ...FILE, mapping: '{"sku":"Article"}' }],
  ['another kind of file', { ...FILE, source: 'csv-items' }],
])('what was staged is not gone on with by %s, and nothing of it stays', async (what, other) => {
  const tenant = `not-${what.replaceAll(' ', '-')}`.slice(0, 32);
  const run = await staged(tenant, FILE);
  const next = await begin(tenant, other);
  expect(next.resumedAfter).toBe(0);
  expect(next.id).not.toBe(run.id);
  expect(await stateOf(run)).toBe('refused');
  expect(await rowsOf(run)).toBe(0);
});

test('what another server or company staged is left alone', async () => {
  const [logistics, elsewhere] = [await staged('alone', { ...FILE, server: 'logistics' }), await staged('other', FILE)];
  await begin('alone', FILE);
  await begin('alone', OTHER_FILE);
  for (const run of [logistics, elsewhere]) {
    expect(await stateOf(run)).toBe('staging');
    expect(await rowsOf(run)).toBe(2);
  }
  expect(await begin('alone', { ...FILE, server: 'logistics' })).toMatchObject({ id: logistics.id, resumedAfter: 2 });
});

test('rows that an ended run left are dropped by the next import of its server, whatever it imports', async () => {
  const run = await staged('left', FILE);
  const others = await staged('left', { ...FILE, server: 'orders' });
  // As if whoever ended them was stopped before its rows were gone.
  await database.admin(`update imports.run set state = 'refused', ended_at = now() where tenant_id = 'left'`);
  await begin('left', OTHER_FILE);
  expect(await rowsOf(run)).toBe(0);
  expect(await rowsOf(others)).toBe(2);
});

test('an ended run is not claimed, and not ended once more', async () => {
  const tenant = TenantId.parse('ended');
  const run = await staged(tenant, FILE);
  await door.write(tenant, (tx) => endRun(tx, run, 'done'));
  expect(await rowsOf(run)).toBe(0);
  expect(await door.write(tenant, (tx) => claimRun(tx, run, 2))).toBe(false);
  await door.write(tenant, (tx) => endRun(tx, run, 'refused'));
  expect(await stateOf(run)).toBe('done');
});

test.each(['', 'one', '1.', '1.2.3.4.5', '-1'])('the database takes no format %j', async (format) => {
  await expect(begin('format', { ...FILE, format })).rejects.toThrow();
});
