import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { decide, look, openCompany, waiting, type Company } from './company.fixture.ts';

const database = await testDatabase();
let acme: Company;
let id: string;
let companies = 0;

beforeEach(async () => {
  companies += 1;
  acme = await openCompany(database, await foundTenant(database, { tenant: `company-${companies}` }));
  id = await waiting(acme);
});

const WRONG = { secret: 'not the secret of felix' };
async function tries(): Promise<unknown> {
  const [row] = await acme.admin(
    `select wrong_tries as wrong, locked_until > clock_timestamp() as locked from people.secret where tenant_id = $1 and person_id = 'felix'`,
    [acme.tenant],
  );
  return row;
}
async function wrongRecords(): Promise<readonly unknown[]> {
  const rows = await acme.admin(
    "select record from audit.entry where tenant_id = $1 and kind = 'wrong_secret' order by at",
    [acme.tenant],
  );
  return rows.map((row) => JSON.parse(String(row['record'])) as unknown);
}

test('wrong secrets are counted and recorded; the fifth locks, and then the right one is refused too', async () => {
  for (let n = 1; n <= 4; n += 1) {
    expect(await decide(acme, id, 'felix', WRONG)).toMatchObject({ refusal: 'wrong_secret', state: null });
    expect(await tries()).toMatchObject({ wrong: n });
  }
  expect(await decide(acme, id, 'felix', WRONG)).toMatchObject({ refusal: 'locked' });
  expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'locked' });
  expect(await look(acme, id)).toMatchObject({ state: 'waiting', record: ['asked'] });
  expect(await wrongRecords()).toMatchObject([
    ...Array.from({ length: 4 }, () => ({ person: 'felix', locked: false })),
    { person: 'felix', locked: true },
  ]);
  // Felix alone is locked, and for a quarter of an hour.
  const [row] = await acme.admin(
    `select locked_until - clock_timestamp() between interval '14 min 50 s' and interval '15 min' as quarter
     from people.secret where tenant_id = $1 and person_id = 'felix'`,
    [acme.tenant],
  );
  expect(row).toEqual({ quarter: true });
  await acme.admin('update people.secret set locked_until = clock_timestamp() where tenant_id = $1', [acme.tenant]);
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved', refusal: null });
});

test('of 20 wrong secrets in the same moment five are tried, and the right one among more gets nobody in', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => decide(acme, id, 'felix', WRONG)));
  expect(answers.filter(({ refusal }) => refusal === 'wrong_secret')).toHaveLength(4);
  expect(answers.filter(({ refusal }) => refusal === 'locked')).toHaveLength(16);
  expect(await wrongRecords()).toHaveLength(5);
  expect(await decide(acme, id, 'felix')).toMatchObject({ refusal: 'locked' });
  expect(await decide(acme, id, 'fiona')).toMatchObject({ state: 'approved' });
});

test('the right secret before the fifth wrong one forgets the others', async () => {
  for (let n = 0; n < 4; n += 1) await decide(acme, id, 'felix', WRONG);
  expect(await decide(acme, id, 'felix')).toMatchObject({ state: 'approved' });
  expect(await tries()).toEqual({ wrong: 0, locked: null });
});

test('no secret at all is a wrong one', async () => {
  const text = 'select * from approval.decide_by_secret($1, $2, $3, null, true, null)';
  expect(await direct(acme.terminal, acme.tenant, text, [id, 'felix', null])).toMatchObject([
    { refusal: 'wrong_secret' },
  ]);
  expect(await direct(acme.terminal, acme.tenant, text, [id, null, null])).toMatchObject([{ refusal: 'no_secret' }]);
});

test('a secret is kept as a slow hash, and no login reads even that', async () => {
  const rows = await acme.admin('select hash from people.secret where tenant_id = $1', [acme.tenant]);
  expect(rows).toHaveLength(6);
  for (const row of rows) expect(row['hash']).toMatch(/^\$2a\$(09|1\d)\$/);
  for (const door of [acme.inventory, acme.terminal, acme.importer]) {
    await expect(direct(door, acme.tenant, 'select hash from people.secret')).rejects.toThrow('permission denied');
  }
});

async function serverLog(): Promise<string> {
  const [row] = await database.admin<{ folder: string }>("select current_setting('data_directory') as folder");
  return readFile(join(dirname(row?.folder ?? ''), 'postgres.log'), 'utf8');
}

test('a secret, right or wrong, and one in a statement that fails, is in no log, though everything is logged', async () => {
  for (const setting of [
    ...["log_statement = 'all'", 'log_min_duration_statement = 0', 'log_parameter_max_length = -1'],
    ...['log_parameter_max_length_on_error = -1', 'log_min_error_statement = error', "log_error_verbosity = 'verbose'"],
  ]) {
    await database.admin(`alter database ${database.name} set ${setting}`);
  }
  const inventory = database.door('supercargo_inventory', { connectionsMax: 1 });
  const terminal = database.door('supercargo_terminal', { connectionsMax: 1 });
  const logging = { ...acme, terminal };
  const marker = `marker-of-${database.name}`;
  const wrong = `wrong-of-${database.name}`;
  await direct(inventory, acme.tenant, 'select $1::text as seen', [marker]);
  await decide(logging, id, 'felix', { secret: wrong });
  // The reason is too long for its column: the statement fails after the secret was found right.
  await expect(decide(logging, id, 'felix', { reason: 'r'.repeat(501) })).rejects.toThrow('decision_reason_check');
  await expect(decide(logging, 'no uuid', 'felix', { secret: wrong, digest: Buffer.alloc(1) })).rejects.toThrow('uuid');
  await decide(logging, id, 'felix');
  const other = await foundTenant(database, {
    tenant: 'logged',
    people: [{ id: 'felix', name: 'Felix', roles: ['finance'], secret: `founding-${database.name}` }],
  });
  expect(other).toBe('logged');
  const log = await serverLog();
  expect(log).toContain(marker);
  expect(log).not.toContain(wrong);
  expect(log).not.toContain('secret of felix');
  expect(log).not.toContain(`founding-${database.name}`);
});

test('while it is checked, nobody who looks at running statements sees it', async () => {
  const session = await database.adminClient();
  await session.query('begin');
  await session.query("select from people.secret where tenant_id = $1 and person_id = 'felix' for update", [
    acme.tenant,
  ]);
  const deciding = decide(acme, id, 'felix');
  const seen = async (): Promise<readonly string[]> =>
    (
      await database.admin<{ query: string }>(
        "select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
    ).map(({ query }) => query);
  await expect.poll(async () => (await seen()).join('\n')).toContain('decide_by_secret');
  expect((await seen()).join('\n')).not.toContain('secret of felix');
  await session.query('rollback');
  expect(await deciding).toMatchObject({ state: 'approved' });
});
