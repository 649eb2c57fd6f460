import { readFileSync } from 'node:fs';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { accessFailures, type CatalogueQuery } from './access-check.ts';
import { accessDocument } from './access-document.ts';
import { grantsSql } from './grants-sql.ts';

const database = await testDatabase();
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('grants.sql and docs/access.md are those of the matrix', () => {
  expect(read('./grants.sql'), 'npm run generate:grants').toBe(grantsSql());
  expect(read('../../docs/access.md'), 'npm run generate:grants').toBe(accessDocument());
});

test('the catalogue and the matrix say the same, of every role, table, column, function, sequence and schema', async () => {
  await expect(accessFailures((text, parameters) => database.admin(text, parameters))).resolves.toEqual([]);
});

const BREACHES = [
  ['a verb on a table', 'grant update on approval.request to supercargo_inventory'],
  ['a verb on one column', 'grant update (state) on approval.request to supercargo_terminal'],
  ['reading a secret', 'grant select on people.secret to supercargo_auditor'],
  ['a verb for everybody', 'grant select on policy.rule to public'],
  ['truncation', 'grant truncate on audit.entry to supercargo_importer'],
  ['a function', 'grant execute on function approval.consume(uuid, uuid) to supercargo_inventory'],
  ['a function for everybody', 'grant execute on function approval.open(uuid, text) to public'],
  [
    'a new function',
    'create function policy.extra() returns int language sql as $$ select 1 $$; grant execute on function policy.extra() to supercargo_auditor',
  ],
  ['a function of the extension', 'grant execute on function extensions.crypt(text, text) to supercargo_inventory'],
  [
    'a sequence',
    'create sequence inventory.counter; grant usage on sequence inventory.counter to supercargo_inventory',
  ],
  [
    'a new table',
    'create table public.open_to_all (tenant_id text); grant select on public.open_to_all to supercargo_auditor',
  ],
  ['a view', 'create view inventory.seen as select 1 as one; grant select on inventory.seen to supercargo_inventory'],
  ['a schema', 'grant usage on schema policy to supercargo_importer'],
  ['making objects', 'grant create on schema inventory to supercargo_inventory'],
  [
    'temporary tables, which hide others',
    "do $$ begin execute format('grant temporary on database %I to supercargo_inventory', current_database()); end$$",
  ],
  ['membership in an owner', 'grant supercargo_approval_owner to supercargo_inventory'],
  ['too little on a table', 'revoke select on inventory.stock from supercargo_inventory'],
  ['too little on a column', 'revoke insert (record) on audit.entry from supercargo_inventory'],
  ['too few functions', 'revoke execute on function approval.ask(text, text, text) from supercargo_inventory'],
  ['a function that is gone', 'drop function sweep.due(integer, text, uuid)'],
] as const;

test.each(BREACHES)('the check notices %s', async (_, statement) => {
  const session = await database.adminClient();
  const query: CatalogueQuery = async <Row extends Record<string, unknown>>(
    text: string,
    parameters: readonly unknown[],
  ) => (await session.query<Row>(text, [...parameters])).rows;
  await session.query('begin');
  await session.query(statement);
  const failures = await accessFailures(query);
  await session.query('rollback');
  expect(failures).not.toEqual([]);
});
