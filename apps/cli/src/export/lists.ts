import { spawnSync } from 'node:child_process';
import * as z from 'zod';
import { type ServerName } from '@supercargo/kernel';
import { nodeBinary, serverMain } from '../servers.ts';
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

/** The lists of a server of this checkout, asked of its own definitions: nothing needs to run. */
export function publishedLists(server: ServerName): readonly List[] {
  const { stdout } = spawnSync(nodeBinary(), [serverMain(server), 'definitions'], { encoding: 'utf8' });
  try {
    return listsOf(z.array(z.unknown()).parse(JSON.parse(stdout)));
  } catch {
    return [];
  }
}
