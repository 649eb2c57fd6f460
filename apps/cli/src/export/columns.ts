import { present, type Schema } from './schema.ts';

/** A column: where its value stands in a row, such as `price.amount`. */
export interface Column {
  readonly name: string;
  readonly path: readonly string[];
}

export type Cell = string | number | bigint | boolean | null;

/** The columns of rows of this schema, in its order: members of members with their path, the same whatever the rows hold. */
export function columnsOf(row: Schema, path: readonly string[] = []): readonly Column[] {
  return Object.entries(present(row).properties ?? {}).flatMap(([name, member]) => {
    const inner = [...path, name];
    const { properties } = present(member);
    if (properties === undefined) return [{ name: inner.join('.'), path: inner }];
    // Text that others wrote says whose it is for a model's sake; in a file the column says it.
    if (isUntrusted(properties)) return [{ name: [...inner, 'text'].join('.'), path: [...inner, 'text'] }];
    return columnsOf(member, inner);
  });
}

function isUntrusted(properties: Readonly<Record<string, Schema>>): boolean {
  return Object.keys(properties).toSorted().join() === 'origin,text';
}

/** A row's cells. What is absent is null; a list is one cell of JSON. */
export function cellsOf(row: unknown, columns: readonly Column[]): readonly Cell[] {
  return columns.map(({ path }) => cellOf(path.reduce<unknown>(memberOf, row)));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : null;
}

function cellOf(value: unknown): Cell {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      return value === null || value === undefined ? null : JSON.stringify(value);
  }
}
