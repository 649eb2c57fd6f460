import type { Tree } from '@nx/devkit';

/** A column as the schema has it. `check` is what the migrations bind its values to, as it is written there. */
export type Column = {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly isReference: boolean;
  readonly check: string | undefined;
};

/** A table of tenants whose rows are found by one column beside the tenant. */
export type Table = { readonly name: string; readonly key: Column; readonly columns: readonly Column[] };

const TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Boolean: 'boolean',
};

/** The table of that name in the server's schema. Throws a sentence that names the tables there are. */
export function readTable(tree: Tree, server: string, name: string): Table {
  const path = `prisma/schema/${server}.prisma`;
  const models = (tree.read(path, 'utf8') ?? '').split(/^model /m).slice(1);
  const keys = new Map(models.map((model) => [mappedName(model), keyOf(model)] as const));
  const usable = [...keys].flatMap(([table, key]) => (key.length === 1 ? [table] : []));
  const model = models.find((each) => mappedName(each) === name);
  const key = keys.get(name);
  if (model === undefined || key?.[0] === undefined || key.length > 1) {
    const why = model === undefined ? `${path} has no table ${name}` : `the key of ${name} has several columns`;
    throw new Error(`${why}; tables with a key of one are ${usable.toSorted().join(', ')}`);
  }
  const said = definitionsOf(tree, `${server}.${name}`);
  const columns = columnsOf(model).map((column) => ({ ...column, check: checkOf(said, column.name) }));
  const found = columns.find((column) => column.name === key[0]);
  if (found === undefined) throw new Error(`${path}: ${name} has no column ${key[0]}`);
  return { name, key: found, columns: columns.filter((column) => column.name !== 'tenant_id') };
}

function mappedName(model: string): string {
  return /@@map\("(\w+)"\)/.exec(model)?.[1] ?? '';
}

/** The columns of the key beside the tenant. */
function keyOf(model: string): readonly string[] {
  const fields =
    /@@id\(\[([^\]]+)\]/
      .exec(model)?.[1]
      ?.split(',')
      .map((field) => field.trim()) ?? [];
  return fields.filter((field) => field !== 'tenantId').map((field) => columnNameOf(model, field));
}

function columnNameOf(model: string, field: string): string {
  return new RegExp(`^ +${field} .*@map\\("(\\w+)"\\)`, 'm').exec(model)?.[1] ?? field;
}

function columnsOf(model: string): readonly Omit<Column, 'check'>[] {
  const references = new Set(
    [...model.matchAll(/@relation\([^)]*fields: \[([^\]]+)\]/g)].flatMap((match) =>
      (match[1] ?? '').split(',').map((field) => field.trim()),
    ),
  );
  return [...model.matchAll(/^ +(\w+) +(String|Int|BigInt|Boolean|DateTime)(\??)(?= |$)(.*)$/gm)].map((match) => {
    const [, field = '', type = '', optional, rest = ''] = match;
    const database = /@db\.(Uuid|Date|Timestamptz)/.exec(rest)?.[1]?.toLowerCase();
    return {
      name: columnNameOf(model, field),
      type: database ?? TYPES[type] ?? 'unknown',
      nullable: optional === '?',
      isReference: references.has(field),
    };
  });
}

/** Everything that the migrations say of a table, without comments. */
function definitionsOf(tree: Tree, table: string): string {
  const statements = tree
    .children('prisma/migrations')
    .toSorted()
    .flatMap((file) => (tree.read(`prisma/migrations/${file}`, 'utf8') ?? '').replace(/--.*/g, '').split(';'));
  const about = new RegExp(`^\\s*(create|alter) table ${table.replace('.', '\\.')}\\s`);
  return statements.filter((statement) => about.test(statement)).join(';\n');
}

/** The checks that bind a column's values: its own, and those of the table that name it. */
function checkOf(said: string, column: string): string | undefined {
  const checks = [...said.matchAll(/\bcheck \(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g)].map(
    ([, check = '']) => check,
  );
  const about = checks.filter((check) => new RegExp(`\\b${column}\\b`).test(check));
  return about.length === 0 ? undefined : about.join(' and ');
}
