import type { CsvTable } from '../table.ts';

type Own = NonNullable<CsvTable['own']>;

/** Whether a row, given or there, is one that was made here. */
export function isOwn({ known }: CsvTable, of: string): string {
  return known.map((column) => `${of}."${column}" is null`).join(' and ');
}

/** The first row of the file that is about a row made here and does not agree with it, with the column. `cannotGo` is of where it stands. */
export function disagreeing(table: CsvTable, own: Own, cannotGo: string | undefined, stands: string): string {
  const pairs = own.agrees.map((name) => ({ name, into: intoOf(table, name) }));
  const isThere = `t."id" is not null and ${isOwn(table, 't')}`;
  return `select g.file_line as line, g."id"::text as row,
      case when not (${isThere}) then '${own.by}'
        ${pairs.map(({ name, into }) => `when t."${into}" <> g."${into}" then '${name}'`).join(' ')}
        else '${stands}' end as "column"
      ${cannotGo === undefined ? '' : `, t."${stands}" as "from", g."${stands}" as "to"`}
    from given g left join ${table.into} t on t.tenant_id = $1 and t."id" = g."id"
    where ${isOwn(table, 'g')}
      and (not (${isThere}) or ${pairs.map(({ into }) => `t."${into}" <> g."${into}"`).join(' or ')} or ${cannotGo ?? 'false'})
    order by g.file_line limit 1`;
}

/** Brings rows made here to where the file says that they stand: those that are different. */
export function settingOwn(table: CsvTable, sets: readonly string[]): string {
  const list = (of: string): string => sets.map((column) => `${of}."${column}"`).join(', ');
  return `update ${table.into} as t set ${sets.map((column) => `"${column}" = g."${column}"`).join(', ')}
    from given g
    where t.tenant_id = $1 and t."id" = g."id" and ${isOwn(table, 'g')} and ${isOwn(table, 't')}
      and (${list('t')}) is distinct from (${list('g')})
    returning t."id"`;
}

function intoOf({ columns }: CsvTable, name: string): string {
  return columns.find((column) => column.name === name)?.into ?? name;
}
