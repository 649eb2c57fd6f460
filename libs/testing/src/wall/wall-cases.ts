import { CUSTOMER_SERVERS, SERVERS } from '@supercargo/kernel';
import { CUSTOMER_LOGINS, LOGINS, OWNERS, TABLE_GRANTS, type Role } from '@supercargo/prisma';
import { CUSTOMER, OTHER, OWN } from './wall-rows.ts';

export const VERBS = ['select', 'insert', 'update', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

export const ROLES: readonly Role[] = [...LOGINS, ...OWNERS];

/** One attempt on the wall, and what must come of it: a number of rows, or which refusal. */
export interface WallCase {
  readonly what: string;
  readonly role: Role;
  /** What app.tenant is set to; null where it was never set. */
  readonly tenant: string | null;
  readonly statement: string;
  /** A row that is taken away first, so that a uniqueness does not hide what the wall does. */
  readonly table: string;
  readonly removed: string | null;
  readonly expected: string;
}

/** A table with its rows of both tenants, as the superuser sees them. */
export interface WallTable {
  readonly name: string;
  readonly own: readonly WallRow[];
  readonly other: readonly WallRow[];
  readonly columns: readonly string[];
}

export interface WallRow {
  readonly ctid: string;
  readonly json: string;
  /** For which `role verb` of NARROWER this row is one that the policy means. */
  readonly meant: readonly string[];
}

/** A policy that means less than the whole tenant: SQL over the row `t`. */
export interface Narrower {
  readonly role: Role;
  readonly table: string;
  readonly verb: Verb;
  readonly predicate: string;
}

const NARROWER: readonly Narrower[] = [
  ...SERVERS.flatMap((server): readonly Narrower[] => {
    const role = `supercargo_${server}` as const;
    return [
      { role, table: 'approval.plan', verb: 'select', predicate: `t.server = '${server}'` },
      { role, table: 'approval.request', verb: 'select', predicate: `t.server = '${server}'` },
      {
        ...{ role, table: 'approval.decision', verb: 'select' },
        predicate: `exists (select from approval.plan p where p.request_id = t.request_id and p.server = '${server}')`,
      },
      {
        ...{ role, table: 'audit.entry', verb: 'insert' },
        predicate: `t.kind = 'call' and t.record::jsonb ->> 'server' = '${server}'`,
      },
    ];
  }),
  ...CUSTOMER_SERVERS.map((server): Narrower => ({
    ...{ role: `supercargo_${server}_customer`, table: 'audit.entry', verb: 'insert' },
    predicate: `t.kind = 'call' and t.record::jsonb ->> 'server' = '${server}' and t.record::jsonb ->> 'customer' = '${CUSTOMER}'`,
  })),
  // A customer sees their own requests by a column that says whose they are, and of the decisions their own yes.
  {
    ...{ role: 'supercargo_returns_customer', table: 'approval.decision', verb: 'select' },
    predicate: `t.verdict = 'consent' and exists (select from approval.request r where r.id = t.request_id and r.customer_id = '${CUSTOMER}')`,
  },
  { role: 'supercargo_importer', table: 'audit.entry', verb: 'insert', predicate: "t.kind = 'import'" },
  {
    role: 'supercargo_importer',
    table: 'inventory.purchase_order',
    verb: 'insert',
    predicate: 't.number is not null',
  },
];

/** A customer's login sees the rows of its customer, wherever rows have one. */
const customersOf = (table: string, columns: readonly string[]): readonly Narrower[] =>
  columns.includes('customer_id')
    ? CUSTOMER_LOGINS.flatMap((role) =>
        VERBS.map((verb) => ({ role, table, verb, predicate: `t.customer_id = '${CUSTOMER}'` })),
      )
    : [];

/** The policies that mean less than the whole tenant on this table. */
export function narrowerOf(table: string, columns: readonly string[]): readonly Narrower[] {
  return [...NARROWER.filter((each) => each.table === table), ...customersOf(table, columns)];
}

/** The tables of which one role looks over all tenants: its functions return a tenant and an id. */
const SWEPT: readonly string[] = ['approval.request', 'approval.execution', 'events.delivery'];
const isSweep = (role: Role, table: string, verb: Verb): boolean =>
  role === 'supercargo_sweeper' && SWEPT.includes(table) && verb === 'select';

/** The columns on which a role has a verb: all, some, or none (undefined). */
function columnsOf(role: Role, table: WallTable, verb: Verb): readonly string[] | undefined {
  if (role === `supercargo_${table.name.split('.')[0] ?? ''}_owner`) return table.columns;
  const verbs = TABLE_GRANTS.filter((grant) => grant.role === role && grant.table === table.name).flatMap(
    (grant) => grant.verbs,
  );
  for (const granted of verbs) {
    if (granted === verb) return table.columns;
    if (typeof granted === 'object' && granted.verb === verb) return granted.columns;
  }
  return undefined;
}

/** Every attempt of one role on one table: each denial beside what is allowed. */
export function wallCases(role: Role, table: WallTable): readonly WallCase[] {
  return VERBS.flatMap((verb) => {
    const columns = columnsOf(role, table, verb);
    const base = { role, table: table.name, removed: null };
    const cases =
      columns === undefined
        ? denied(table.name, verb)
        : verb === 'insert'
          ? inserts(role, table, columns)
          : others(role, table, verb, columns);
    return cases.map((each) => ({ ...base, ...each, what: `${role} ${each.what}` }));
  });
}

type Draft = Omit<WallCase, 'role' | 'table' | 'removed'> & { readonly removed?: string };

function denied(table: string, verb: Verb): readonly Draft[] {
  const statement = {
    select: `select count(*) from ${table}`,
    insert: `insert into ${table} (tenant_id) values ('${OWN}')`,
    update: `update ${table} set tenant_id = tenant_id`,
    delete: `delete from ${table}`,
  }[verb];
  return [OWN, OTHER, null, ''].map((tenant) => ({
    ...{ what: `${verb} ${table} without the privilege`, tenant, statement, expected: 'no privilege' },
  }));
}

function inserts(role: Role, table: WallTable, columns: readonly string[]): readonly Draft[] {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const insert = (row: WallRow): string =>
    `insert into ${table.name} (${list}) select ${list} from jsonb_populate_record(null::${table.name}, ${quoted(row.json)}::jsonb)`;
  const draft = (tenant: string | null, row: WallRow, expected: string): Draft => ({
    what: `insert ${row.json.slice(0, 60)} into ${table.name}`,
    ...{ tenant, statement: insert(row), removed: row.ctid, expected },
  });
  const first = table.own.filter((row) => isMeant(role, table, 'insert', row)).slice(0, 1);
  return [
    ...table.own.map((row) => draft(OWN, row, isMeant(role, table, 'insert', row) ? '1' : 'row security')),
    ...table.other.map((row) => draft(OWN, row, 'row security')),
    ...first.flatMap((row) => [draft(null, row, 'no tenant'), draft('', row, 'no tenant')]),
  ];
}

function others(
  role: Role,
  table: WallTable,
  verb: 'select' | 'update' | 'delete',
  columns: readonly string[],
): readonly Draft[] {
  const mayMove = columns.includes('tenant_id');
  const column = mayMove ? 'tenant_id' : (columns.at(-1) ?? '');
  const all = {
    select: `select count(*) from ${table.name}`,
    update: `update ${table.name} set "${column}" = "${column}"`,
    delete: `delete from ${table.name}`,
  }[verb];
  const sweeps = isSweep(role, table.name, verb);
  const own = table.own.filter((row) => isMeant(role, table, verb, row)).length;
  const total = sweeps ? table.own.length + table.other.length : own;
  const without = sweeps ? String(total) : 'no tenant';
  const what = `${verb} ${table.name}`;
  const cases: Draft[] = [
    { what, tenant: OWN, statement: all, expected: String(total) },
    {
      what: `${what} of another`,
      tenant: OWN,
      statement: `${all} where tenant_id <> '${OWN}'`,
      expected: sweeps ? String(table.other.length) : '0',
    },
    { what, tenant: null, statement: all, expected: without },
    { what, tenant: '', statement: all, expected: without },
  ];
  if (verb !== 'update') return cases;
  return [
    ...cases,
    // Reads no column, so the policies of SELECT do not stand in for those of UPDATE.
    {
      what: `${what} to take`,
      tenant: OWN,
      statement: `update ${table.name} set "${column}" = ${mayMove ? `'${OWN}'` : 'null'}`,
      expected: String(own),
    },
    {
      what: `${what} to give`,
      tenant: OWN,
      statement: `update ${table.name} set tenant_id = '${OTHER}'`,
      expected: mayMove ? 'row security' : 'no privilege',
    },
  ];
}

function isMeant(role: Role, table: WallTable, verb: Verb, row: WallRow): boolean {
  const narrower = narrowerOf(table.name, table.columns).some((each) => each.role === role && each.verb === verb);
  return !narrower || row.meant.includes(`${role} ${verb}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
