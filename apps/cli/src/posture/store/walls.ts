import type { TenantDoor, TenantTx } from '@supercargo/tenancy';

/** What came of a statement: it was done, and undone, or the database refused it. */
export type Attempt =
  | { readonly done: true; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly done: false; readonly code: string; readonly said: string };

/** The database's own words for what a role has no right to. */
export const NO_PRIVILEGE = '42501';

class Undone extends Error {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  constructor(rows: Undone['rows']) {
    super('undone');
    this.rows = rows;
  }
}

function refusalOf(error: unknown): Attempt {
  if (error instanceof Undone) return { done: true, rows: error.rows };
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  return { done: false, code: error.code, said: error.message };
}

/** Tries a statement in a transaction that is rolled back whatever comes of it. */
export async function attempt(
  door: Pick<TenantDoor, 'write'>,
  tenant: TenantTx['tenant'],
  text: string,
): Promise<Attempt> {
  try {
    return await door.write(tenant, async (tx): Promise<Attempt> => {
      throw new Undone(await tx.query({ name: '', text }));
    });
  } catch (error) {
    return refusalOf(error);
  }
}

/** Whether rows of this table are seen by a statement of no tenant at all. Divides by zero where one is: such a statement answers nobody. */
export async function withoutTenant(door: TenantDoor, table: string): Promise<'refused' | 'no rows' | 'seen'> {
  const text = `select 1 / (1 - count(*)) from (select from ${table} limit 1) as seen`;
  try {
    await door.alone({ name: '', text }, []);
    return 'no rows';
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal.done && refusal.code === NO_PRIVILEGE) return 'refused';
    if (!refusal.done && refusal.code === '22012') return 'seen';
    throw error;
  }
}

const TENANT_TABLES = {
  name: 'cli_posture_tables',
  text: `select n.nspname || '.' || c.relname as name,
           c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) as walled,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'customer_id' and not a.attisdropped) as customers
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
         where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)' order by 1`,
} as const;

/** Permissive ones only: a restrictive one takes away. */
const LOOSE_POLICIES = {
  name: 'cli_posture_policies',
  text: `select p.schemaname || '.' || p.tablename || ' (' || p.policyname || ')' as name from pg_policies p
         where p.policyname <> 'sweeper_select' and p.permissive = 'PERMISSIVE'
           and ((p.qual is not null and p.qual !~ 'tenant_id = app\\.tenant\\(\\)')
             or (p.with_check is not null and p.with_check !~ 'tenant_id = app\\.tenant\\(\\)'))`,
} as const;

/** A table whose rows belong to tenants. */
export interface TenantTable {
  readonly name: string;
  /** Row-level security is on, binds its owner too, and has a policy. */
  readonly walled: boolean;
  /** Its rows are a customer's. */
  readonly customers: boolean;
}

export const readTenantTables = (tx: TenantTx): Promise<readonly TenantTable[]> =>
  tx.query<TenantTable & Record<string, unknown>>(TENANT_TABLES);

export async function readLoosePolicies(tx: TenantTx): Promise<readonly string[]> {
  return (await tx.query<{ name: string }>(LOOSE_POLICIES)).map(({ name }) => name);
}

/** Of these tables, those in which the session sees a row of another tenant, or as a customer one of another customer. */
export async function readOthersSeen(
  tx: TenantTx,
  tables: readonly TenantTable[],
  asCustomer: boolean,
): Promise<readonly string[]> {
  if (tables.length === 0) return [];
  const others = tables.map(({ name, customers }) => {
    const narrower = asCustomer && customers ? ' or customer_id is distinct from (select app.customer())' : '';
    return `select '${name}' as name where exists (select from ${name} where tenant_id <> (select app.tenant())${narrower})`;
  });
  return (await tx.query<{ name: string }>({ name: '', text: others.join(' union all ') })).map(({ name }) => name);
}

/** What would have to be refused, by what it would be. None reads a row, so that the right to write is what is asked. */
export const LEDGER_ATTEMPTS: Readonly<Record<string, string>> = {
  'writes a decision': 'insert into approval.decision (tenant_id) values (app.tenant())',
  'changes the state of a request': "update approval.request set state = 'approved'",
  'changes a plan': "update approval.plan set plan = '{}'",
  'decides in another’s name':
    "select approval.decide_by_secret('00000000-0000-4000-8000-000000000000', 'nobody', 'nothing', '\\x00', true, 'posture')",
  'uses an approval up by itself':
    "select approval.consume('00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000000')",
  'tries an approver’s secret': "select people.check_secret('nobody', 'nothing')",
  'changes a rule': "update policy.rule set tool = 'posture'",
};

export const RECORD_ATTEMPTS: Readonly<Record<string, string>> = {
  'edits a record': "update audit.entry set record = '{}'",
  'deletes a record': 'delete from audit.entry',
  'writes of a decision that was none': `insert into audit.entry (tenant_id, record) values (app.tenant(), '{"kind":"decided"}')`,
};

/** What the console alone may call, by what it would be, and how it is answered all the same: there is no such person, and they never signed in. */
export const CONSOLE_ATTEMPTS: Readonly<Record<string, { readonly text: string; readonly answer: string }>> = {
  'decides for somebody who never signed in': {
    text: "select (approval.decide_signed_in('00000000-0000-4000-8000-000000000000', 'nobody', '\\x00', true, 'posture')).refusal as answer",
    answer: 'sign_in_again',
  },
  'says of somebody who is not there that they signed in': {
    text: "select people.record_sign_in('nobody', '{}', clock_timestamp()) as answer",
    answer: 'unknown_person',
  },
};

/** Reading a table of another server. */
export const reading = (table: string): string => `select from ${table} limit 1`;
