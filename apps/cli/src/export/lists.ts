import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import * as z from 'zod';
import { columnsOf, type Column } from './columns.ts';
import { present, Schema } from './schema.ts';

/** A list that can be exported: a tool that reads, page by page. */
export interface List {
  readonly name: string;
  readonly title: string;
  /** The member of an answer that holds a page's rows. */
  readonly rows: string;
  readonly columns: readonly Column[];
  /** What the list can be narrowed by. */
  readonly filters: Readonly<Record<string, Schema>>;
  readonly pageRowsMax: number;
}

const Definition = z.object({
  name: z.string(),
  title: z.string().optional(),
  annotations: z.object({ readOnlyHint: z.boolean().optional() }).optional(),
  inputSchema: Schema,
  outputSchema: Schema.optional(),
});

const USUAL_PAGE_ROWS = 20;

/** What a tool's definition says it lists; undefined for one that writes, or answers one thing and not pages of them. */
export function listOf(definition: unknown): List | undefined {
  const parsed = Definition.safeParse(definition);
  if (!parsed.success) return undefined;
  const { name, title = name, annotations, inputSchema, outputSchema } = parsed.data;
  if (annotations?.readOnlyHint !== true) return undefined;
  const { cursor, limit, ...filters } = inputSchema.properties ?? {};
  const answer = outputSchema?.properties ?? {};
  const [pages, ...others] = Object.entries(answer).filter(([, member]) => present(member).type === 'array');
  if (cursor === undefined || answer['next_cursor'] === undefined || pages === undefined || others.length > 0) {
    return undefined;
  }
  const columns = columnsOf(present(pages[1]).items ?? {});
  return { name, title, rows: pages[0], columns, filters, pageRowsMax: limit?.maximum ?? USUAL_PAGE_ROWS };
}

export function listsOf(definitions: readonly unknown[]): readonly List[] {
  return definitions.flatMap((definition) => listOf(definition) ?? []);
}

/** The lists of a server of this checkout, by the reviewed definitions of its tools: nothing needs to run. */
export function publishedLists(server: ServerName): readonly List[] {
  const folder = join(checkoutOf(), 'apps', server, 'src', 'tools', '__snapshots__');
  if (!existsSync(folder)) return [];
  const snapshots = readdirSync(folder).filter((file) => file.endsWith('.snap.json'));
  return listsOf(snapshots.sort().map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown));
}
