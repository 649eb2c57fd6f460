import type { Parameter, Statement, TenantDoor, TenantTx } from '@supercargo/tenancy';
import pg from 'pg';
import * as z from 'zod';

/** A place in a plan that reads a table: how, and by which index. */
export type Access = { readonly node: string; readonly table: string; readonly index: string | undefined };

/** How PostgreSQL ran one statement: for these parameters, or by the plan that serves any. */
export type Plan = {
  readonly statement: string;
  readonly made: 'for these parameters' | 'for any';
  readonly reads: readonly Access[];
  readonly milliseconds: number;
  /** Blocks of 8 KiB. */
  readonly blocks: number;
};

type PlanNode = z.infer<typeof PlanNode>;
const PlanNode = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Shared Hit Blocks': z.number().default(0),
  'Shared Read Blocks': z.number().default(0),
  get Plans(): z.ZodOptional<z.ZodArray<typeof PlanNode>> {
    return z.array(PlanNode).optional();
  },
});
const Explained = z.array(z.looseObject({ Plan: PlanNode, 'Execution Time': z.number() })).length(1);

const EXPLAIN = 'explain (analyze, buffers, format json)';

/** Every access to a table in a plan, at whatever depth. A bitmap's index stands below the node that reads the table. */
export function accessesOf(node: PlanNode): readonly Access[] {
  const below = (node.Plans ?? []).flatMap(accessesOf);
  const table = node['Relation Name'];
  if (table === undefined) return below;
  const index = node['Index Name'] ?? bitmapIndexOf(node);
  return [{ node: node['Node Type'], table, index }, ...below];
}

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
    blocks: explained.Plan['Shared Hit Blocks'] + explained.Plan['Shared Read Blocks'],
  };
}

/**
 * A door whose transactions explain each statement of a read before they run it: same transaction, same login, same walls, same
 * parameters. Its name begins with one of the prefixes; what the steps of every call ask does not, and is left alone.
 */
export function explaining(door: TenantDoor, prefixes: readonly string[], onPlan: (plan: Plan) => void): TenantDoor {
  return {
    ...door,
    read: (tenant, work) => door.read(tenant, (tx) => work(explainingTx(tx, prefixes, onPlan))),
  };
}

function explainingTx(tx: TenantTx, prefixes: readonly string[], onPlan: (plan: Plan) => void): TenantTx {
  // A tool sends statements side by side; here one follows the other, because they share a name and a setting.
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...tx,
    query: <Row extends pg.QueryResultRow>(statement: Statement, parameters: readonly Parameter[] = []) => {
      const answer = last.then(async () => {
        if (prefixes.some((prefix) => statement.name.startsWith(prefix))) {
          onPlan(planOf(statement.name, 'for these parameters', await explainOnce(tx, statement, parameters)));
          onPlan(planOf(statement.name, 'for any', await explainGeneric(tx, statement, parameters)));
        }
        return tx.query<Row>(statement, parameters);
      });
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

type Explanation = { readonly 'QUERY PLAN': unknown };

async function explainOnce(tx: TenantTx, { text }: Statement, parameters: readonly Parameter[]): Promise<unknown> {
  const [row] = await tx.query<Explanation>({ name: '', text: `${EXPLAIN} ${text}` }, parameters);
  return row?.['QUERY PLAN'];
}

/** What a connection uses once it has run the statement a few times, if it finds it no dearer. */
async function explainGeneric(tx: TenantTx, { text }: Statement, parameters: readonly Parameter[]): Promise<unknown> {
  const run = (statement: string): Promise<readonly Explanation[]> =>
    tx.query<Explanation>({ name: '', text: statement });
  const values = parameters.length === 0 ? '' : `(${parameters.map(literal).join(', ')})`;
  await run(`prepare bench_plan as ${text}`);
  await run('set local plan_cache_mode = force_generic_plan');
  const [row] = await run(`${EXPLAIN} execute bench_plan${values}`);
  await run('set local plan_cache_mode = auto');
  await run('deallocate bench_plan');
  return row?.['QUERY PLAN'];
}

/** A value of the benchmark's own, as SQL says it. */
function literal(value: Parameter): string {
  if (value === null) return 'null';
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
  if (typeof value === 'object') {
    const quoted = value.map((each) => (each === null ? 'null' : `"${each.replace(/["\\]/g, '\\$&')}"`));
    return pg.escapeLiteral(`{${quoted.join(',')}}`);
  }
  return typeof value === 'string' ? pg.escapeLiteral(value) : String(value);
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
