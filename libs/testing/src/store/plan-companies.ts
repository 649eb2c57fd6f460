import type { Demo } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import type pg from 'pg';
import { foundTenant } from '../found-tenant.ts';
import type { TestDatabase } from '../test-database.ts';
import { fillWall, OWN } from '../wall/wall-rows.ts';

/** The company whose reads are planned. */
export const COMPANY = TenantId.parse('tour');
/** How many others have the same rows. */
const OTHERS = 2;
/**
 * So many rows at least a table has of one company, unless there are few of them. Of all companies together that stays below the 30,000 of
 * which PostgreSQL takes its sample, so that the same statistics come out each time.
 */
const ROWS = 4_000;
/** As much of a table that is larger the others have. */
const ROWS_OF_OTHERS_MAX = 10_000;

/** Columns in which a server says what another one calls a thing: nothing in the database refers to it. */
const NAMED_ELSEWHERE = ['order_number', 'shipment_number', 'return_id'];

/** What the companies have. */
export interface CompanyFacts {
  /** The schemas whose tables are filled. */
  readonly schemas: readonly string[];
  /** A demo company's facts. Left out: one row in each table, many times over. */
  readonly demo?: Demo;
  /** Tables of which a company has few rows, however large it is: its warehouses, its carriers. */
  readonly few: readonly string[];
}

/** A table with tenants: its columns, and the same as its `n`th further row has them. */
interface Table {
  readonly name: string;
  readonly columns: string;
  readonly numbered: string;
  readonly grows: boolean;
  /** SQL that takes its checks away. */
  readonly unchecked: string | null;
}

// A column is numbered where it tells the rows of a growing table apart, and where it refers to one that is numbered. What a key shares with
// a table of few rows stays: new stock lies in the same warehouses.
const TABLES = `with recursive tables as (
    select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relname <> all($2) as grows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
  ), reference as (
    select k.conrelid as oid, u.attnum, k.confrelid as to_oid, u.to_attnum
    from pg_constraint k cross join lateral unnest(k.conkey, k.confkey) u (attnum, to_attnum) where k.contype = 'f'
  ), numbered (oid, attnum) as (
    select t.oid, a.attnum from tables t join pg_attribute a on a.attrelid = t.oid and a.atttypid in ('text'::regtype, 'uuid'::regtype)
    where t.grows and a.attname <> 'tenant_id' and (a.attname = any($3)
      or exists (select from pg_index i where i.indrelid = t.oid and a.attnum = any(i.indkey) and (i.indisprimary or (i.indisunique and i.indnatts = 2)))
        and not exists (select from reference r where r.oid = t.oid and r.attnum = a.attnum and r.to_oid in (select oid from tables)))
    union
    select r.oid, r.attnum from reference r join numbered m on m.oid = r.to_oid and m.attnum = r.to_attnum
  )
  select t.name, t.grows, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns,
    string_agg(case when (a.attrelid, a.attnum) not in (select oid, attnum from numbered) then quote_ident(a.attname)
      when a.atttypid = 'uuid'::regtype then format('md5(%I::text || n)::uuid', a.attname) else format('%I || ''-'' || n', a.attname) end,
      ', ' order by a.attnum) as numbered,
    (select string_agg(format('alter table %s drop constraint %I', t.name, k.conname), '; ') from pg_constraint k
      where k.conrelid = t.oid and k.contype = 'c') as unchecked
  from tables t
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> 'tenant_id'
  group by t.oid, t.name, t.grows`;

/**
 * Fills a database with some companies of some thousand rows in each table, and has PostgreSQL count them: a demo company and one row of
 * each kind, many times over. They are there to be estimated; no check, trigger or reference holds them.
 */
export async function fillCompanies(database: TestDatabase, { schemas, demo, few }: CompanyFacts): Promise<void> {
  const client = await database.adminClient();
  await fillWall(client);
  await foundTenant(database, { tenant: COMPANY });
  const facts = { tenant: COMPANY, currency: 'EUR', today: '2026-11-21', extent: 'whole' } as const;
  await database.door('supercargo_importer').write(COMPANY, async (tx) => demo?.load(tx, facts));
  await client.query('set session_replication_role = replica');
  const { rows } = await client.query<Table>(TABLES, [schemas, few, NAMED_ELSEWHERE]);
  for (const table of rows) await fill(client, table);
  await client.query(`vacuum analyze ${rows.map(({ name }) => name).join(', ')}`);
}

async function fill(client: pg.Client, { name, columns, numbered, grows, unchecked }: Table): Promise<void> {
  if (unchecked !== null) await client.query(unchecked);
  const insert = async (rows: string): Promise<void> => {
    await client.query(
      `insert into ${name} (tenant_id, ${columns}) overriding system value ${rows} on conflict do nothing`,
    );
  };
  const own = `from ${name} where tenant_id = '${COMPANY}'`;
  await insert(`select '${COMPANY}', ${columns} from ${name} where tenant_id = '${OWN}'`);
  const times = `generate_series(1, (select ${ROWS.toString()} / greatest(1, count(*)) ${own}))`;
  if (grows) await insert(`select tenant_id, ${numbered} from ${times} n, (select * ${own}) x`);
  await insert(
    `select 'company-' || t, ${columns} from generate_series(1, ${OTHERS.toString()}) t, (select * ${own} limit ${ROWS_OF_OTHERS_MAX.toString()}) x`,
  );
}
