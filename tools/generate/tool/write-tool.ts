import { keySchema, valueSchema } from './fields.ts';
import { oneOf, pascal, words, type Names } from './names.ts';
import type { Made } from './read-tool.ts';
import type { Table } from './table.ts';
import { effectFile, factsFile, writeTestFile } from './write-files.ts';

export type MadeWrite = Made & {
  /** An entry of the facts' `writes`, and what both entries are imported from. */
  readonly writes: string;
  readonly factsName: string;
};

/** A tool that asks to set one column of one row, guarded by what stood there when it was asked. */
export function writeTool(names: Names, table: Table, columnName: string | undefined): MadeWrite {
  const { column, schema, says } = valueSchema(table, columnName);
  const change = { names, table, column, schema, says };
  const factsName = names.tool.toUpperCase();
  return {
    files: {
      [`tools/${names.file}.ts`]: toolFile(change),
      [`store/${names.file}.ts`]: storeFile(change),
      [`store/effects/${names.tool}.sql`]: effectFile(change),
      [`store/${names.file}.fixture.ts`]: factsFile(change, factsName),
      [`tools/${names.file}.test.ts`]: writeTestFile(change),
    },
    factsName,
    good: `${names.tool}: ${factsName}.good`,
    writes: `${names.tool}: ${factsName}.facts`,
    byHand: [
      `give it a rule in libs/policy/src/seed/${names.server}.ts: without one every ask is refused with no_policy`,
      `it is undone by itself, with the value that stood there before: say so otherwise where another tool undoes it`,
      `read the card in apps/${names.server}/src/tools/${names.file}.ts as its approver would`,
    ],
  };
}

export type Change = {
  readonly names: Names;
  readonly table: Table;
  readonly column: Table['columns'][number];
  readonly schema: string;
  readonly says: string;
};

function toolFile({ names, table, column, schema, says }: Change): string {
  const { tool, file, value, title, scope, server } = names;
  const key = table.key.name;
  const isText = column.type === 'text';
  const kernel = ['ok', 'refuse', ...keySchema(table).imported, 'sayName', ...(isText ? ['untrusted'] : [])].join(', ');
  const said = (what: string): string => (isText ? `sayName(${what})` : `${what}.toLocaleString('en')`);
  const [subject, fact] = [words(table.name), words(column.name)];
  const orNotRecorded = (what: string): string => (column.nullable ? `before === null ? NOT_RECORDED : ${what}` : what);
  return `import { ${kernel} } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { read${pascal(tool)}Target } from '../store/${file}.ts';

${column.nullable ? "const NOT_RECORDED = 'not recorded';\n\n" : ''}export const ${value} = defineWriteTool({
  name: '${tool}',
  title: '${title}',
  description:
    'Asks to set the ${fact} of one ${subject}. Nothing is changed by this call: it plans, shows a person what would change, and sets exactly that once they approve.',
  scopes: ['${scope}'],
  input: z.strictObject({
    ${key}: ${keySchema(table).schema}.describe('The ${words(key)} of the ${subject}, exactly as it is recorded.'),
    ${column.name}: ${schema}.describe('${says}'),
  }),
  reversibility: { kind: 'compensable', by: '${tool}', until: ${until(column)} },
  execute: '${server}.${tool}',
  async plan({ ${key}: key, ${column.name}: after }, { tx }) {
    const found = await read${pascal(tool)}Target(tx, key);
    if (found === undefined) {
      return refuse({
        code: 'unknown_${table.name}',
        reason: 'there is no ${subject} with this ${words(key)}',
        field: '${key}',
        accepted: 'the ${words(key)} of ${oneOf(table.name)} of your company, exactly as it is written there',
      });
    }
    const before = found.${column.name};
    if (before === after) {
      return refuse({
        code: 'unchanged',
        reason: 'this is the ${fact} that is recorded already',
        field: '${column.name}',
        accepted: 'another ${fact}',
      });
    }
    const [was, will] = [${orNotRecorded(said('before'))}, ${said('after')}];
    return ok({
      effect: { ${key}: key, ${column.name}: after },
      guards: { ${column.name}: ${orNotRecorded(isText ? 'before' : 'before.toString()')} },
      amount: null,
      units: null,
      card: {
        sentence: \`Set the ${fact} of the ${subject} \${sayName(key)} from \${was} to \${will}.\`,
        changes: [{ what: '${fact[0]?.toUpperCase() ?? ''}${fact.slice(1)}', before: was, after: will }],
        guards: [{ fact: '${fact}', value: was }],
        facts: [],
        flags: [],
        undo: ${undoWords(names.tool, column)},
      },
    });
  },
  async readBack(result, { tx }) {
    const { ${key}: key, before } = z.object({ ${key}: z.string(), before: ${isText ? 'z.string()' : 'z.int()'}${column.nullable ? '.nullable()' : ''} }).parse(result);
    const found = await read${pascal(tool)}Target(tx, key);
    return { ${key}: key, ${column.name}: ${told(table, column, 'found')}, ${column.name}_before: ${told(table, column, 'before')} };
  },
});
`;
}

/** A value as a result says it: words of others stay theirs. */
function told(table: Table, { name, type, nullable }: Change['column'], of: 'found' | 'before'): string {
  const value = of === 'found' ? `found?.${name}` : 'before';
  if (type !== 'text') return of === 'found' ? `${value} ?? null` : value;
  const words = `untrusted('${table.name}', ${of === 'found' ? `found.${name}` : 'before'})`;
  if (nullable) return `typeof ${value} === 'string' ? ${words} : null`;
  return of === 'found' ? `found === undefined ? null : ${words}` : words;
}

function until({ nullable }: Change['column']): string {
  return nullable
    ? "'somebody sets it again; what was not recorded before stays recorded'"
    : "'somebody sets it again'";
}

function undoWords(tool: string, { nullable }: Change['column']): string {
  const words = `${tool} sets the value that stood there before`;
  return nullable ? `before === null ? 'none: there was no value to go back to' : '${words}'` : `'${words}'`;
}

function storeFile({ names, table, column }: Change): string {
  const { tool, server } = names;
  const key = table.key.name;
  const isBig = column.type === 'bigint';
  const [type, rowType] = column.type === 'text' ? ['string', 'string'] : ['number', isBig ? 'string' : 'number'];
  const orNull = column.nullable ? ' | null' : '';
  const told = isBig
    ? `row.${column.name}${column.nullable ? ` === null ? null : Number(row.${column.name})` : ''}`
    : `row.${column.name}`;
  const number = isBig && !column.nullable ? `Number(row.${column.name})` : told;
  return `import type { TenantTx } from '@supercargo/tenancy';

const TARGET = {
  name: '${server}_${tool}_target',
  text: 'select t.${column.name} from ${server}.${table.name} t where t.tenant_id = app.tenant() and t.${key} = $1',
} as const;

/** What ${tool} changes, as it stands now; undefined where there is no such ${words(table.name)}. */
export async function read${pascal(tool)}Target(
  tx: TenantTx,
  key: string,
): Promise<{ readonly ${column.name}: ${type}${orNull} } | undefined> {
  const [row] = await tx.query<{ ${column.name}: ${rowType}${orNull} }>(TARGET, [key]);
  return row === undefined ? undefined : { ${column.name}: ${number} };
}
`;
}
