import type { EventEmitter } from 'node:events';
import { testDatabase } from '@supercargo/testing';
import fc from 'fast-check';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { sendStatement } from './send-statement.ts';

const database = await testDatabase();

/** As the superuser, who may make a table for a moment: a login may not. */
const SUPERUSER = database.superuser();

/** A connection, and how often PostgreSQL has said on it what rows look like. */
async function connected(overrides = {}): Promise<{ readonly client: pg.Client; readonly described: () => number }> {
  const { host, port, database: name, user, password } = { ...database.config('supercargo_inventory'), ...overrides };
  const client = new pg.Client({ host, port, database: name, user, password, pipeline: true });
  await client.connect();
  onTestFinished(() => client.end());
  let described = 0;
  (client as unknown as { readonly connection: EventEmitter }).connection.on('rowDescription', () => {
    described += 1;
  });
  return { client, described: () => described };
}

const NUMBERS = { name: 'numbers', text: 'select n, n::text as said from generate_series(1, $1::int) n' };

test('what the rows of a statement look like is said once for each connection', async () => {
  const { client, described } = await connected();
  for (const last of [1, 0, 3]) {
    const { rows } = await sendStatement(client, NUMBERS, [last], true);
    expect(rows).toEqual(Array.from({ length: last }, (_, at) => ({ n: at + 1, said: String(at + 1) })));
  }
  expect(described()).toBe(1);
  const other = await connected();
  await sendStatement(other.client, NUMBERS, [1], true);
  expect(other.described()).toBe(1);
});

test('statements sent at once have their own rows each', async () => {
  const { client } = await connected();
  const letters = { name: 'letters', text: 'select $1::text as letter' };
  for (let turn = 0; turn < 3; turn += 1) {
    const answers = await Promise.all([
      sendStatement(client, NUMBERS, [1], true),
      sendStatement(client, letters, ['a'], true),
      sendStatement(client, NUMBERS, [2], true),
      sendStatement(client, letters, ['b'], true),
    ]);
    expect(answers.map(({ rows }) => rows)).toEqual([
      [{ n: 1, said: '1' }],
      [{ letter: 'a' }],
      [
        { n: 1, said: '1' },
        { n: 2, said: '2' },
      ],
      [{ letter: 'b' }],
    ]);
  }
});

test('every kind of value comes back as pg itself reads it', async () => {
  const { client } = await connected();
  const text = `select $1::text as t, $2::bigint as b, $3::boolean as yes, $4::text[] as list, $5::bytea as bytes,
    '2026-11-21T08:00:00Z'::timestamptz as at, null as nothing, 1.5::numeric as n`;
  const value = fc.tuple(
    fc.option(fc.string({ unit: 'grapheme' }).map((given) => given.replaceAll('\0', ''))),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.option(fc.boolean()),
    fc.array(fc.option(fc.constantFrom('a', '', 'NULL', '{"}', 'ü'))),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(value, async (values) => {
      const { rows } = await sendStatement(client, { name: 'values', text }, values, true);
      expect(rows).toEqual((await client.query<pg.QueryResultRow>(text, [...values])).rows);
    }),
    { numRuns: 60 },
  );
});

test('what fails rejects, also the first time, and leaves the next statement its own rows', async () => {
  const { client } = await connected();
  const part = { name: 'part', text: 'select 12 / $1::int as part' };
  for (let turn = 0; turn < 2; turn += 1) {
    const answers = await Promise.allSettled([
      sendStatement(client, part, [0], true),
      sendStatement(client, part, [4], true),
      sendStatement(client, { name: 'unheard', text: 'select unheard' }, [], true),
      sendStatement(client, NUMBERS, [1], true),
    ]);
    expect(answers).toMatchObject([
      { status: 'rejected', reason: { message: 'division by zero' } },
      { status: 'fulfilled', value: { rows: [{ part: 3 }] } },
      { status: 'rejected', reason: { message: 'column "unheard" does not exist' } },
      { status: 'fulfilled', value: { rows: [{ n: 1, said: '1' }] } },
    ]);
  }
});

test.each([true, false])('a failure leads back to who asked, by name: %s', async (named) => {
  const { client } = await connected();
  const part = { name: 'part', text: 'select 12 / $1::int as part' };
  const failure: unknown = await sendStatement(client, part, [0], named).catch((reason: unknown) => reason);
  expect(String((failure as Error).stack)).toContain('send-statement.test.ts');
});

test('rows that have become others are refused by PostgreSQL, and not read as what they were', async () => {
  const { client } = await connected(SUPERUSER);
  await client.query('create temporary table changing (a int, b text)');
  await client.query("insert into changing values (1, 'one')");
  const all = { name: 'all', text: 'select * from changing' };
  for (let turn = 0; turn < 2; turn += 1) {
    expect((await sendStatement(client, all, [], true)).rows).toEqual([{ a: 1, b: 'one' }]);
  }
  await client.query('alter table changing alter a type text, alter b type text');
  await expect(sendStatement(client, all, [], true)).rejects.toThrow('must not change result type');
});

test('a statement without rows says what it did', async () => {
  const { client } = await connected(SUPERUSER);
  await client.query('create temporary table kept (a int)');
  const keep = { name: 'keep', text: 'insert into kept values ($1)' };
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await sendStatement(client, keep, [turn], true)).toMatchObject({ command: 'INSERT', rowCount: 1, rows: [] });
  }
});

test('statements without a name are not taken for one another', async () => {
  const { client } = await connected();
  const unnamed = (text: string): { readonly name: string; readonly text: string } => ({ name: '', text });
  for (let turn = 0; turn < 2; turn += 1) {
    expect((await sendStatement(client, unnamed('select $1::jsonb as a'), ['{}'], true)).rows).toEqual([{ a: {} }]);
    expect((await sendStatement(client, unnamed('select $1::text as b'), ['x'], true)).rows).toEqual([{ b: 'x' }]);
  }
});

test('where a pooler forbids names, nothing is kept under one', async () => {
  const { client } = await connected();
  expect((await sendStatement(client, NUMBERS, [1], false)).rows).toEqual([{ n: 1, said: '1' }]);
  expect((await client.query('select name from pg_prepared_statements')).rows).toEqual([]);
});
