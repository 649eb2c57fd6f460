import { CUSTOMER_SERVERS, SERVERS } from '@supercargo/kernel';

/** Every role of ours. What programs log in as, and what owns schemas and functions and cannot log in. */
export const SERVER_LOGINS = SERVERS.map((server) => `supercargo_${server}` as const);
export const CUSTOMER_LOGINS = CUSTOMER_SERVERS.map((server) => `supercargo_${server}_customer` as const);
export const LOGINS = [
  ...SERVER_LOGINS,
  ...CUSTOMER_LOGINS,
  'supercargo_terminal',
  'supercargo_console',
  'supercargo_importer',
  'supercargo_auditor',
] as const;

/** The owners of the trades: only they may call the steps of the ledger that every effect goes through. */
export const TRADE_OWNERS = SERVERS.map((server) => `supercargo_${server}_owner` as const);
export const OWNERS = [
  'supercargo_app_owner',
  'supercargo_people_owner',
  'supercargo_policy_owner',
  'supercargo_approval_owner',
  'supercargo_audit_owner',
  'supercargo_events_owner',
  'supercargo_imports_owner',
  ...TRADE_OWNERS,
  'supercargo_sweeper',
] as const;

export const SCHEMAS = [
  'app',
  'people',
  'policy',
  'approval',
  'sweep',
  'audit',
  'events',
  'imports',
  ...SERVERS,
] as const;

export type Role = (typeof LOGINS)[number] | (typeof OWNERS)[number];
export type Schema = (typeof SCHEMAS)[number];

/** What a role holds on a table: whole verbs, or a verb on named columns. */
export interface TableGrant {
  readonly role: Role;
  readonly table: `${Schema}.${string}`;
  readonly verbs: readonly (
    | 'select'
    | 'insert'
    | 'update'
    | 'delete'
    | 'references'
    | { readonly verb: 'select' | 'insert' | 'update'; readonly columns: readonly string[] }
  )[];
}

/** Who may execute a function, by its full signature. */
export interface FunctionGrant {
  readonly function: string;
  readonly roles: readonly Role[];
}

/** What an area of the database grants: a schema or a few that belong together. */
export interface Grants {
  readonly tables: readonly TableGrant[];
  readonly functions: readonly FunctionGrant[];
}

export const EVERYBODY: readonly Role[] = [...LOGINS, ...OWNERS];

export const reads = (role: Role, schema: Schema, tables: readonly string[]): readonly TableGrant[] =>
  tables.map((table) => ({ role, table: `${schema}.${table}`, verbs: ['select'] }));
