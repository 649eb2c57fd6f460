import type { Login } from '@supercargo/cluster';
import type { CustomerId } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../test-database.ts';
import { COMPANY, fillCompanies, type CompanyFacts } from './plan-companies.ts';

/** What the contract has to know of a store. */
export interface PlannedOnceFacts<Key extends string> {
  readonly login: Login;
  /** Whose rows alone the login sees, where it is a customer's. */
  readonly customer?: CustomerId;
  readonly companies: CompanyFacts;
  /** Where the keys are found that the statements are sent with, each as `schema.table.column`. */
  readonly keys: Readonly<Record<Key, string>>;
  /** Sends every statement of the store, as its tools and resources do. */
  readonly reads: Reads<Key>;
  readonly how?: 'read' | 'write';
  /** What `reads` sends. */
  readonly sent: readonly Statement[];
  /** The statements that PostgreSQL may plan anew for each read, and why: lists above all, whose filters may be absent (decision 0027). */
  readonly anew: Readonly<Record<string, string>>;
}

export type Reads<Key extends string> = (tx: TenantTx, keys: Readonly<Record<Key, string>>) => Promise<unknown>;

/** How often PostgreSQL planned a statement for any parameters, and for those that it was sent with. */
interface Plans {
  readonly name: string;
  readonly generic: number;
  readonly custom: number;
}

/** PostgreSQL plans the first five executions of a connection anew and then decides. */
const EXECUTIONS = 12;

/** A key for each of these that nothing is found by. */
export function unknownKeys<Key extends string>(keys: Readonly<Record<Key, string>>): Readonly<Record<Key, string>> {
  const unknown = Object.keys(keys).map((key) => [key, '00000000-0000-4000-8000-000000000000']);
  return Object.fromEntries(unknown) as Record<Key, string>;
}

/**
 * A statement that reads one thing by its key is planned once for each connection, whatever its statistics: planning it can cost more than the
 * read. Every statement is taken for such a one unless it is named as another. Called at the top of a test file.
 */
export async function plannedOnceContract<Key extends string>(facts: PlannedOnceFacts<Key>): Promise<void> {
  const { sent, anew } = facts;
  const database = await testDatabase();
  const plans = new Map<string, Plans>();
  const once = sent.map(({ name }) => name).filter((name) => !Object.hasOwn(anew, name));

  beforeAll(async () => {
    if (once.length === 0) return;
    await fillCompanies(database, facts.companies);
    const door = database.door(facts.login, { connectionsMax: 1 });
    const own = facts.customer === undefined ? door : door.forCustomer(facts.customer);
    const keys = await own.read(COMPANY, (tx) => existingKeys(tx, facts.keys));
    for (const asked of keys) await own[facts.how ?? 'read'](COMPANY, (tx) => facts.reads(tx, asked));
    for (const counted of await own.read(COMPANY, readPlans)) plans.set(counted.name, counted);
  });

  test.each(once)('%s is planned once, not for each read', (name) => {
    const { generic, custom } = plans.get(name) ?? { generic: 0, custom: 0 };
    expect(generic + custom, 'executions').toBeGreaterThanOrEqual(EXECUTIONS);
    expect(generic, 'executions by a plan that was there').toBeGreaterThan(0);
  });

  test.each(Object.entries(anew))('%s may be planned anew: %s', (name) => {
    expect(sent.map((statement) => statement.name)).toContain(name);
  });
}

/** Of each kind as many as there are executions, from anywhere among those that the login sees. */
async function existingKeys<Key extends string>(
  tx: TenantTx,
  keys: Readonly<Record<Key, string>>,
): Promise<readonly Readonly<Record<Key, string>>[]> {
  const found = new Map<Key, readonly string[]>();
  for (const [key, place] of Object.entries<string>(keys) as [Key, string][]) {
    const [schema = '', table = '', column = ''] = place.split('.');
    const name = `keys_${key}`;
    const text = `select ${column} as key from ${schema}.${table} where tenant_id = app.tenant() and ${column} is not null
      group by 1 order by md5(${column}::text) limit ${EXECUTIONS.toString()}`;
    const rows = await tx.query<{ key: string }>({ name, text });
    if (rows.length === 0) throw new Error(`nothing is known of ${place}`);
    found.set(
      key,
      rows.map((row) => row.key),
    );
  }
  const nth = (at: number, of: readonly string[] = []): string => of[at % of.length] ?? '';
  return Array.from({ length: EXECUTIONS }, (_, at) => {
    const asked = [...found].map(([key, values]) => [key, nth(at, values)]);
    return Object.fromEntries(asked) as Record<Key, string>;
  });
}

function readPlans(tx: TenantTx): Promise<readonly Plans[]> {
  const text = 'select name, generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements';
  return tx.query<Plans & Record<string, unknown>>({ name: 'plans', text });
}
