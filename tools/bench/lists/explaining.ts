import type { Parameter, Statement, TenantDoor, TenantTx } from '@supercargo/tenancy';
import pg from 'pg';
import { planOf, type Plan } from './plans.ts';

const EXPLAIN = 'explain (analyze, buffers, format json)';

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
