import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { readModels, type Column } from './models.ts';

const database = await testDatabase();
const models = readModels();

const OURS = `('app', 'people', 'policy', 'approval', 'audit', 'events', 'imports', 'inventory', 'logistics', 'payments', 'returns', 'orders')`;

/** What a type of PostgreSQL is called in the schema. */
const TYPES: Readonly<Record<string, string>> = {
  text: 'String',
  name: 'String',
  uuid: 'String @db.Uuid',
  int4: 'Int',
  int8: 'BigInt',
  bool: 'Boolean',
  bytea: 'Bytes',
  date: 'DateTime @db.Date',
  timestamptz: 'DateTime @db.Timestamptz(6)',
  xid8: 'Unsupported("xid8")',
  _text: 'String[]',
};

/** Foreign keys that Prisma has no relation for, and why. */
const WITHOUT_RELATION: Readonly<Record<string, string>> = {
  'logistics.effect: tenant_id, execution_id, server, xact -> approval.execution tenant_id, id, server, xact':
    'a transaction id is no type of Prisma’s, and a relation needs one',
  'payments.effect: tenant_id, execution_id, server, xact -> approval.execution tenant_id, id, server, xact':
    'a transaction id is no type of Prisma’s, and a relation needs one',
  'inventory.effect: tenant_id, execution_id, server, xact -> approval.execution tenant_id, id, server, xact':
    'a transaction id is no type of Prisma’s, and a relation needs one',
  'orders.effect: tenant_id, execution_id, server, xact -> approval.execution tenant_id, id, server, xact':
    'a transaction id is no type of Prisma’s, and a relation needs one',
  'returns.effect: tenant_id, execution_id, server, xact -> approval.execution tenant_id, id, server, xact':
    'a transaction id is no type of Prisma’s, and a relation needs one',
};

interface CatalogueColumn {
  readonly name: string;
  readonly udt: string;
  readonly nullable: boolean;
  readonly generated: boolean;
  readonly has_default: boolean;
}

async function columnsOf(table: string): Promise<readonly Column[]> {
  const rows = await database.admin<CatalogueColumn>(
    `select column_name as name, udt_name as udt, is_nullable = 'YES' as nullable, is_generated = 'ALWAYS' as generated,
            column_default is not null as has_default
     from information_schema.columns where table_schema || '.' || table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows.map(({ name, udt, nullable, generated, has_default }) => ({
    name,
    type: TYPES[udt] ?? `a type that no model has yet: ${udt}`,
    nullable,
    filled: generated ? 'generated' : has_default ? 'default' : 'no',
  }));
}

async function keysOf(table: string, kind: 'p' | 'u'): Promise<readonly (readonly string[])[]> {
  const rows = await database.admin<{ columns: string[] }>(
    `select array(select a.attname::text from unnest(k.conkey) with ordinality u (nr, place)
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.nr order by place) as columns
     from pg_constraint k where k.conrelid = $1::regclass and k.contype = $2 order by 1`,
    [table, kind],
  );
  return rows.map(({ columns }) => columns);
}

async function foreignKeysOf(table: string): Promise<readonly string[]> {
  const names = (relation: string, key: string): string => `(select string_agg(a.attname, ', ' order by place)
    from unnest(k.${key}) with ordinality u (nr, place) join pg_attribute a on a.attrelid = k.${relation} and a.attnum = u.nr)`;
  const rows = await database.admin<{ key: string }>(
    `select ${names('conrelid', 'conkey')} || ' -> ' || n.nspname || '.' || c.relname || ' ' || ${names('confrelid', 'confkey')} as key
     from pg_constraint k join pg_class c on c.oid = k.confrelid join pg_namespace n on n.oid = c.relnamespace
     where k.conrelid = $1::regclass and k.contype = 'f'`,
    [table],
  );
  return rows.map(({ key }) => key);
}

test('every table has a model, and every model a table', async () => {
  const rows = await database.admin<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ${OURS} and table_type in ('BASE TABLE', 'VIEW')`,
  );
  expect(models.map(({ table }) => table).sort()).toEqual(rows.map(({ name }) => name).sort());
});

test.each(models)(
  '$name has the columns of $table, by name, type, nullability and what fills them',
  async ({ table, columns }) => {
    const byName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1);
    expect([...columns].sort(byName)).toEqual([...(await columnsOf(table))].sort(byName));
  },
);

test.each(models)('$name has the keys of $table', async ({ table, primaryKey, uniqueKeys }) => {
  expect([primaryKey]).toEqual(await keysOf(table, 'p'));
  expect([...uniqueKeys].map(String).sort()).toEqual([...(await keysOf(table, 'u'))].map(String).sort());
});

test.each(models)('$name refers to what $table refers to', async ({ table, foreignKeys }) => {
  const wanted = (await foreignKeysOf(table)).filter((key) => WITHOUT_RELATION[`${table}: ${key}`] === undefined);
  expect([...foreignKeys].sort()).toEqual([...wanted].sort());
});
