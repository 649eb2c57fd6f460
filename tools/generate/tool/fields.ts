import { words } from './names.ts';
import type { Column, Table } from './table.ts';

/** How a column is typed in a row, in an answer, and how the one becomes the other. `row` is the row's variable. */
export type Field = {
  readonly column: Column;
  readonly select: string;
  readonly rowType: string;
  readonly schema: string;
  readonly value: string;
};

const TEXT_CHARACTERS_MAX = 200;
const NUMBER_MAX = 1_000_000_000;

/** Money and what only the database writes are left to a person: how to say them is a decision. */
export function fieldsOf(table: Table): { readonly fields: readonly Field[]; readonly left: readonly string[] } {
  const isLeft = ({ name, type }: Column): boolean =>
    name.endsWith('_minor') || name === 'currency' || type === 'unknown';
  return {
    fields: table.columns.filter((column) => !isLeft(column)).map((column) => fieldOf(table, column)),
    left: table.columns.filter(isLeft).map(({ name }) => name),
  };
}

function fieldOf(table: Table, column: Column): Field {
  const { name, nullable } = column;
  const [rowType, schema, value] = typesOf(table, column);
  const select = column.type === 'date' ? `t.${name}::text as ${name}` : `t.${name}`;
  if (!nullable) return { column, select, rowType, schema, value };
  return {
    ...{ column, select },
    rowType: `${rowType} | null`,
    schema: `${schema}.nullable()`,
    value: value === `row.${name}` ? value : `row.${name} === null ? null : ${value}`,
  };
}

function typesOf(table: Table, column: Column): readonly [rowType: string, schema: string, value: string] {
  const { name, type } = column;
  switch (type) {
    case 'integer':
      return ['number', 'z.int()', `row.${name}`];
    case 'bigint':
      return ['string', 'z.int()', `Number(row.${name})`];
    case 'boolean':
      return ['boolean', 'z.boolean()', `row.${name}`];
    case 'timestamptz':
      return ['Date', 'Instant', `row.${name}.toISOString()`];
    case 'date':
      return ['string', 'z.iso.date()', `row.${name}`];
    case 'uuid':
      return ['string', 'z.uuid()', `row.${name}`];
    default:
      return name === table.key.name || column.isReference
        ? ['string', 'z.string()', `row.${name}`]
        : ['string', 'UntrustedText', `untrusted('${table.name}', row.${name})`];
  }
}

/** The schema of an argument that names a row, and the kernel's name for it where there is one. */
export function keySchema(table: Table): { readonly schema: string; readonly imported: readonly string[] } {
  const { name, type } = table.key;
  if (type === 'uuid') return { schema: 'z.uuid()', imported: [] };
  if (name === 'sku') return { schema: 'Sku', imported: ['Sku'] };
  if (table.name === 'warehouse') return { schema: 'WarehouseId', imported: ['WarehouseId'] };
  const [, most = '64'] = /length\(\w+\) between \d+ and (\d+)/.exec(table.key.check ?? '') ?? [];
  return { schema: `z.string().min(1).max(${most}).regex(/^[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]+$/u)`, imported: [] };
}

/** What may be written into a column: what the database's own check takes, and nothing that needs a person to decide. */
export function valueSchema(table: Table, name: string | undefined): { column: Column; schema: string; says: string } {
  const column = table.columns.find((each) => each.name === name);
  const settable = table.columns.filter((each) => each !== table.key && boundsOf(each) !== undefined);
  const bounds = column === undefined || column === table.key ? undefined : boundsOf(column);
  if (column === undefined || bounds === undefined) {
    const those = settable.map((each) => each.name).join(', ') || 'none';
    throw new Error(
      `${name ?? 'no column'} of ${table.name} is not set by a generated tool: its rule needs a person. Columns that are: ${those}`,
    );
  }
  const [least, most] = bounds;
  if (column.type === 'text') {
    return {
      column,
      schema: `z.string().min(${least}).max(${most}).regex(/^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]*$/u)`,
      says: `The new ${words(column.name)}: ${least} to ${most} characters of one line, a letter or digit first.`,
    };
  }
  const says = `The new ${words(column.name)}, a whole number from ${least} to ${most.toLocaleString('en')}.`;
  return { column, schema: `z.int().min(${least}).max(${most})`, says };
}

/** The bounds that a check states in one of the few ways it can be read here; undefined for every other column. */
function boundsOf({ name, type, check, isReference }: Column): readonly [least: number, most: number] | undefined {
  const isNumber = type === 'integer' || type === 'bigint';
  if (isReference || name.endsWith('_minor') || (!isNumber && type !== 'text')) return undefined;
  if (check === undefined) return isNumber ? undefined : [1, TEXT_CHARACTERS_MAX];
  const about = isNumber ? name : `length\\(${name}\\)`;
  const between = new RegExp(`^${about} between (\\d+) and (\\d+)$`).exec(check);
  if (between !== null) return [Math.max(Number(between[1]), isNumber ? 0 : 1), Number(between[2])];
  const least = new RegExp(`^${name} (>=?) (\\d+)$`).exec(check);
  return least === null || !isNumber ? undefined : [Number(least[2]) + (least[1] === '>' ? 1 : 0), NUMBER_MAX];
}
