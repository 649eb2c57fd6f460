import type { Statement } from '@supercargo/tenancy';
import type { Column, CsvTable } from '../table.ts';
import { disagreeing, isOwn, settingOwn } from './own-rows.ts';

/**
 * The statements of one table, for a file that has some of its columns. Made of names that stand in the `tables/` of the apps alone: nothing
 * that a person, a file or a database says gets into a statement.
 */
export interface TableStatements {
  readonly unknownReference: Statement | undefined;
  readonly recordedOtherwise: Statement | undefined;
  readonly own: Statement | undefined;
  readonly stands: Statement | undefined;
  readonly write: Statement;
}

/** A column that the file has and the trade keeps. */
interface Kept {
  readonly name: string;
  readonly into: string;
  readonly type: Column['type'];
}

function keptOf(table: CsvTable, present: readonly string[]): readonly Kept[] {
  const kept = table.columns.flatMap(({ name, into, type }) =>
    into !== null && present.includes(name) ? [{ name, into, type }] : [],
  );
  return table.hasId ? [{ name: 'id', into: 'id', type: 'uuid' }, ...kept] : kept;
}

/** What is staged of a run, as rows of the table, with the line of the file, which a column of the table may be called as well. */
function givenOf(kept: readonly Kept[]): string {
  return `with given as materialized (
      select r.line as file_line, ${kept.map(({ name, into }) => `g."${name}" as "${into}"`).join(', ')}
      from imports.row r
      cross join lateral json_to_record(r.row::json) as g (${kept.map(({ name, type }) => `"${name}" ${type}`).join(', ')})
      where r.tenant_id = $1 and r.run_id = $2
    )`;
}

function list(columns: readonly string[], of: string): string {
  return columns.map((column) => `${of}."${column}"`).join(', ');
}

/** Named by what they are made of: a connection plans a name once. */
function named(what: string, table: CsvTable, present: readonly string[], text: string): Statement {
  const mask = table.columns.reduce((bits, { name }, at) => (present.includes(name) ? bits + 2 ** at : bits), 0);
  return { name: `csv_${what}_${table.name}_${mask.toString(36)}`, text };
}

export function statementsOf(table: CsvTable, present: readonly string[]): TableStatements {
  const kept = keptOf(table, present);
  const given = givenOf(kept);
  const isKnown = table.known.map((column) => `t."${column}" = g."${column}"`).join(' and ');
  const joined = `given g join ${table.into} t on t.tenant_id = $1 and ${isKnown}`;
  // An id that we made is for rows that are not there: one that is there keeps its own.
  const others = kept
    .map(({ into }) => into)
    .filter((into) => !table.known.includes(into) && !(table.hasId && into === 'id'));
  const make = (what: string, text: string): Statement => named(what, table, present, `${given} ${text}`);
  const { stands, asOf } = table;
  const own = table.own !== undefined && present.includes(table.own.by) ? table.own : undefined;
  const sets = (own?.sets ?? []).filter((column) => present.includes(column));
  const cannotGo = stands !== undefined && present.includes(stands.column) ? isForbidden(stands) : undefined;
  return {
    unknownReference: unknownReference(table, kept, make),
    recordedOtherwise:
      table.existing === 'refused'
        ? make(
            'recorded',
            `select g.file_line as line, case ${kept.map(({ name, into }) => `when t."${into}" is distinct from g."${into}" then '${name}'`).join(' ')} end as "column"
             from ${joined} where (${list(others, 't')}) is distinct from (${list(others, 'g')}) order by g.file_line limit 1`,
          )
        : undefined,
    own: own === undefined ? undefined : make('own', disagreeing(table, own, cannotGo, stands?.column ?? own.by)),
    stands:
      stands !== undefined && cannotGo !== undefined
        ? make(
            'stands',
            `select g.file_line as line, ${knownBy('g', table)} as row, t."${stands.column}" as "from", g."${stands.column}" as "to" from ${joined}
             where ${cannotGo} order by g.file_line limit 1`,
          )
        : undefined,
    // In the order of the key, as effects lock rows: neither waits for the other in a circle.
    write: make(
      'write',
      `, written as (
        insert into ${table.into} as t (tenant_id, ${kept.map(({ into }) => `"${into}"`).join(', ')})
        select $1, ${list(
          kept.map(({ into }) => into),
          'g',
        )} from given g${own === undefined ? '' : ` where not (${isOwn(table, 'g')})`} order by ${list(table.known, 'g')}
        on conflict (tenant_id, ${table.known.map((column) => `"${column}"`).join(', ')}) ${onConflict(table, others)}
        returning old.tenant_id is null as made
      )${sets.length === 0 ? '' : `, own_written as (${settingOwn(table, sets)})`}
      select (select count(*) from given)::integer as given, count(*) filter (where made)::integer as added,
        (count(*) filter (where not made)${sets.length === 0 ? '' : ' + (select count(*) from own_written)'})::integer as changed,
        ${asOf === undefined ? 'null::integer' : `(select count(*) from ${joined} where g."${asOf}" < t."${asOf}")::integer`} as older
      from written`,
    ),
  };
}

function knownBy(of: string, { known }: CsvTable): string {
  return `concat_ws(' ', ${list(known, of)})`;
}

/** Whether what is given stands where the row that is there cannot get to. */
function isForbidden({ column, canBecome }: NonNullable<CsvTable['stands']>): string {
  const ways = Object.entries(canBecome).flatMap(([from, words]) => words.map((to) => `('${from}', '${to}')`));
  return `t."${column}" <> g."${column}" and (t."${column}", g."${column}") not in (${ways.join(', ')})`;
}

/** A row is written where it is different, so that importing a file again writes nothing. Columns that the file leaves out stay. */
function onConflict({ existing, asOf }: CsvTable, others: readonly string[]): string {
  if (existing === 'refused') return 'do nothing';
  return `do update set ${others.map((column) => `"${column}" = excluded."${column}"`).join(', ')}
        where (${list(others, 't')}) is distinct from (${list(others, 'excluded')})
          ${asOf === undefined ? '' : `and t."${asOf}" <= excluded."${asOf}"`}`;
}

function unknownReference(
  { references }: CsvTable,
  kept: readonly Kept[],
  make: (what: string, text: string) => Statement,
): Statement | undefined {
  const looked = references.flatMap(({ column, to }) => {
    const found = kept.find(({ name }) => name === column);
    if (found === undefined) return [];
    return [
      `select g.file_line as line, '${column}' as "column", g."${found.into}" as said from given g
       where g."${found.into}" is not null
         and not exists (select from ${to.table} t where t.tenant_id = $1 and t."${to.by}" = g."${found.into}")`,
    ];
  });
  return looked.length === 0
    ? undefined
    : make('references', `select * from (${looked.join(' union all ')}) u order by u.line, u."column" limit 1`);
}
