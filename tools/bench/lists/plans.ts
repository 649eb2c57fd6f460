import * as z from 'zod';

/** A place in a plan that reads a table: how, by which index, how many blocks, and how many rows that did not fit. */
export type Access = {
  readonly node: string;
  readonly table: string;
  readonly index: string | undefined;
  readonly blocks: number;
  readonly removed: number;
};

/** How PostgreSQL ran one statement: for these parameters, or by the plan that serves any. */
export type Plan = {
  readonly statement: string;
  readonly made: 'for these parameters' | 'for any';
  readonly reads: readonly Access[];
  readonly milliseconds: number;
  /** Blocks of 8 KiB. */
  readonly blocks: number;
  /** In full, as PostgreSQL says it. */
  readonly answer: unknown;
};

type PlanNode = z.infer<typeof PlanNode>;
const PlanNode = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Actual Loops': z.number().default(0),
  'Rows Removed by Filter': z.number().default(0),
  'Shared Hit Blocks': z.number().default(0),
  'Shared Read Blocks': z.number().default(0),
  get Plans(): z.ZodOptional<z.ZodArray<typeof PlanNode>> {
    return z.array(PlanNode).optional();
  },
});
const Explained = z.array(z.looseObject({ Plan: PlanNode, 'Execution Time': z.number() })).length(1);

/** Every access to a table in a plan, at whatever depth. A bitmap's index stands below the node that reads the table. */
export function accessesOf(node: PlanNode): readonly Access[] {
  const below = (node.Plans ?? []).flatMap(accessesOf);
  const table = node['Relation Name'];
  if (table === undefined) return below;
  const index = node['Index Name'] ?? bitmapIndexOf(node);
  // PostgreSQL says it as a mean over the loops.
  const removed = Math.round(node['Rows Removed by Filter'] * node['Actual Loops']);
  return [{ node: node['Node Type'], table, index, blocks: blocksOf(node), removed }, ...below];
}

const blocksOf = (node: PlanNode): number => node['Shared Hit Blocks'] + node['Shared Read Blocks'];

function bitmapIndexOf(node: PlanNode): string | undefined {
  for (const child of node.Plans ?? []) {
    const found = child['Node Type'] === 'Bitmap Index Scan' ? child['Index Name'] : bitmapIndexOf(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads an answer of EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON). */
export function planOf(statement: string, made: Plan['made'], answer: unknown): Plan {
  const [explained] = Explained.parse(answer);
  if (explained === undefined) throw new Error('no plan');
  return {
    ...{ statement, made },
    reads: accessesOf(explained.Plan),
    milliseconds: explained['Execution Time'],
    blocks: blocksOf(explained.Plan),
    answer,
  };
}

/** Tables that a plan reads whole though they are longer than a page or two. */
export function wholeReads(plans: readonly Plan[], pagesOf: ReadonlyMap<string, number>): readonly string[] {
  const pagesMax = 2;
  return plans.flatMap(({ statement, made, reads }) =>
    reads
      .filter(({ node, table }) => node === 'Seq Scan' && (pagesOf.get(table) ?? 0) > pagesMax)
      .map(({ table }) => `${statement}, planned ${made}, reads all ${pagesOf.get(table) ?? 0} pages of ${table}`),
  );
}
