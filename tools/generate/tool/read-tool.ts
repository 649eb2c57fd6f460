import { fieldsOf, keySchema } from './fields.ts';
import { oneOf, pascal, words, type Names } from './names.ts';
import type { Table } from './table.ts';

export type Made = {
  /** Files by their path within the app's `src`. */
  readonly files: Readonly<Record<string, string>>;
  /** An entry of the facts' `good`. */
  readonly good: string;
  /** What a person decides, said once the files are there. */
  readonly byHand: readonly string[];
};

/** A tool that lists the rows of a table by their key, a page at a time. */
export function readTool(names: Names, table: Table): Made {
  const { fields, left } = fieldsOf(table);
  return {
    files: {
      [`tools/${names.file}.ts`]: toolFile(names, table),
      [`store/${names.file}.ts`]: storeFile(names, table),
      [`tools/${names.file}.test.ts`]: testFile(names, table),
    },
    good: `${names.tool}: async () => ({ limit: 2 })`,
    byHand: [
      ...(left.length === 0
        ? []
        : [`${left.join(', ')} left out: say money with WireMoney and toWire of @supercargo/kernel`]),
      `read the description and the output in apps/${names.server}/src/tools/${names.file}.ts as a model would: ${fields.length} columns are told`,
    ],
  };
}

function kernelNames(table: Table): string {
  const { fields } = fieldsOf(table);
  const used = fields.map(({ schema, value }) => `${schema} ${value}`).join(' ');
  return [
    ...new Set([...['Instant', 'ok'], ...keySchema(table).imported]),
    ...(used.includes('UntrustedText') ? ['UntrustedText', 'untrusted'] : []),
  ].join(', ');
}

function toolFile({ tool, file, value, subject, title, scope }: Names, table: Table): string {
  const { fields } = fieldsOf(table);
  const row = pascal(table.name);
  return `import { ${kernelNames(table)} } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { read${pascal(subject)} } from '../store/${file}.ts';

const ${row} = z.strictObject({
${fields.map(({ column, schema }) => `  ${column.name}: ${schema},`).join('\n')}
});

export const ${value} = defineReadTool({
  name: '${tool}',
  title: '${title}',
  description:
    'Every ${words(table.name)} that your company has recorded, in the order of its ${words(table.key.name)}: at most 100 in one answer, and where the next answer begins.',
  scopes: ['${scope}'],
  input: z.strictObject({
    limit: z.int().min(1).max(100).default(20).describe('At most this many, 1 to 100.'),
    after: ${keySchema(table).schema}.optional().describe('The next_after of the answer before.'),
  }),
  output: z.strictObject({
    ${subject}: z.array(${row}),
    next_after: z.string().nullable().describe('null: there is nothing more'),
    as_of: Instant,
  }),
  async read({ limit, after }, { tx, clock }) {
    // One more than is told: whether there is a next page is then known without counting.
    const rows = await read${pascal(subject)}(tx, after ?? null, limit + 1);
    const told = rows.slice(0, limit);
    return ok({
      ${subject}: told.map((row) => ({
${fields.map((field) => `        ${field.column.name}: ${field.value},`).join('\n')}
      })),
      next_after: rows.length > limit ? (told.at(-1)?.${table.key.name} ?? null) : null,
      as_of: clock().toISOString(),
    });
  },
});
`;
}

function storeFile({ tool, subject, server }: Names, table: Table): string {
  const { fields } = fieldsOf(table);
  const row = `${pascal(table.name)}Row`;
  const key = table.key.name;
  const first =
    table.key.type === 'uuid' ? "coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')" : "coalesce($1::text, '')";
  return `import type { TenantTx } from '@supercargo/tenancy';

/** ${pascal(oneOf(table.name))} as ${tool} tells it. */
export interface ${row} {
${fields.map(({ column, rowType }) => `  readonly ${column.name}: ${rowType};`).join('\n')}
}

const PAGE = {
  name: '${server}_${tool}',
  text: \`select ${fields.map(({ select }) => select).join(', ')}
         from ${server}.${table.name} t where t.tenant_id = app.tenant() and t.${key} > ${first}
         order by t.${key} limit $2\`,
} as const;

/** The next \`limit\` rows after that ${words(key)}; from the first one where it is null. */
export async function read${pascal(subject)}(tx: TenantTx, after: string | null, limit: number): Promise<readonly ${row}[]> {
  return tx.query<${row}>(PAGE, [after, limit]);
}
`;
}

function testFile({ tool, subject, server, allowed, scope }: Names, table: Table): string {
  const key = table.key.name;
  const facts = server.toUpperCase();
  return `import { openStage, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ${facts} } from '../${server}.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ${facts});

interface Page {
  readonly ${subject}: readonly { readonly ${key}: string }[];
  readonly next_after: string | null;
}

async function page(input: Readonly<Record<string, unknown>>): Promise<Page> {
  const outcome = await stage.call('${allowed}', '${tool}', input);
  if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
  return outcome.structured as unknown as Page;
}

test('page by page it tells every ${words(table.name)} of the company once, in order', async () => {
  const recorded = await database.admin<{ ${key}: string }>(
    "select ${key} from ${server}.${table.name} where tenant_id = 'acme' order by ${key}",
  );
  expect(recorded.length, 'the demo company has no ${words(table.name)} to list: load some').toBeGreaterThan(1);
  const limit = Math.min(100, Math.ceil(recorded.length / 3));
  const told: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const answer: Page = await page(after === undefined ? { limit } : { limit, after });
    told.push(...answer.${subject}.map((row) => row.${key}));
    after = answer.next_after;
  }
  expect(told).toEqual(recorded.map((row) => row.${key}));
});

test('an answer holds at most what was asked for, and says where the next one begins', async () => {
  const { ${subject}, next_after: next } = await page({ limit: 1 });
  expect(${subject}).toHaveLength(1);
  expect(next).toBe(${subject}[0]?.${key});
});

test.each([
  [{ limit: 0 }, 'limit'],
  [{ limit: 101 }, 'limit'],
  [{ after: '' }, 'after'],
  [{ after: 'A\\u0000B' }, 'after'],
  [{ page: 2 }, 'page'],
])('refuses %j, names the argument and writes nothing', async (input, field) => {
  const rows = await rowCounts(database);
  expect(await stage.call('${allowed}', '${tool}', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'input', field: expect.stringContaining(field) as string, accepted: expect.any(String) as string },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test('refuses whoever has no role for it', async () => {
  expect(await stage.call('olga', '${tool}', {})).toMatchObject({
    refusal: { code: 'insufficient_scope', reason: 'your role does not grant ${scope}' },
  });
});
`;
}
