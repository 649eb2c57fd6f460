import { TenantId, type CustomerId } from '@supercargo/kernel';
import type pg from 'pg';
import { openPool } from './open-pool.ts';
import { appendStatement } from './store/append-statement.ts';
import { tenantTransaction, type TransactionOptions } from './store/tenant-transaction.ts';
import { TenancyFault, type Parameter, type Statement, type TenantTx } from './tx.ts';

/** How to reach the database as one login. */
export interface DoorConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Asked at each connection, so that a rotated password is used without a restart. */
  readonly password: string | (() => Promise<string>);
  readonly ssl?: pg.ConnectionConfig['ssl'];
  /** False behind a pooler in transaction mode, where named statements fail. */
  readonly namedStatements: boolean;
  readonly connectionsMax: number;
  /**
   * How long a statement may stay unanswered before its connection is given up, in milliseconds. More than its login allows a statement
   * unless given, so that a database that still answers is what says no.
   */
  readonly answerMsMax?: number;
}

/** The only door to Postgres: one transaction, one tenant, one role. */
export interface TenantDoor {
  /** Runs in a READ ONLY transaction of the tenant. */
  read<T>(tenant: TenantId, work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** Runs in a READ COMMITTED transaction of the tenant, committed when `work` resolves and rolled back when it rejects. */
  write<T>(tenant: TenantId, work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** Runs one statement in a transaction of its own that leaves as a whole: begin, tenant, statement and commit in one round trip. */
  append(tenant: TenantId, statement: Statement, parameters: readonly Parameter[]): Promise<void>;
  /** Runs one statement that is a transaction by itself and of no tenant: whose rows it touches it says, and the walls judge. */
  alone(statement: Statement, parameters: readonly Parameter[]): Promise<void>;
  /** The same door for one customer of whichever tenant: what a customer's login may see is this customer's, and nothing without one. */
  forCustomer(customer: CustomerId): CustomerDoor;
  /** What is due for the calling server over all tenants, after this one in the order of tenants and ids, and nothing else of it. */
  due(limit: number, after?: DueRequest): Promise<readonly DueRequest[]>;
  /** Which remote executions of the calling server nobody works at, over all tenants, after this one, and nothing else of them. */
  dueRemote(limit: number, after?: DueExecution): Promise<readonly DueExecution[]>;
  /** Which events the calling server may take now, over all tenants, after this one, and nothing else of them. */
  pendingEvents(limit: number, after?: PendingEvent): Promise<readonly PendingEvent[]>;
  /** Refuses to go on with a role that row-level security does not bind, or beside a database that does not say. */
  check(): Promise<void>;
  /** The connections that are open, how many of them are used, and how many wait for one. */
  connections(): Connections;
  close(): Promise<void>;
}

/** As much of a door as a call uses. */
export type CustomerDoor = Pick<TenantDoor, 'read' | 'write' | 'append'>;

/** How a door's connections stand. */
export interface Connections {
  readonly open: number;
  readonly inUse: number;
  readonly waiting: number;
}

/** A request that a worker has to look at. */
export interface DueRequest {
  readonly tenant: TenantId;
  readonly requestId: string;
}

/** An execution on a foreign system that a worker has to send or to ask about. */
export interface DueExecution {
  readonly tenant: TenantId;
  readonly executionId: string;
}

/** An event that a consumer's worker has to take. */
export interface PendingEvent {
  readonly tenant: TenantId;
  readonly eventId: string;
}

const CHECK_MS_MAX = 3_000;

function transactionsOf(pool: pg.Pool, namedStatements: boolean, customer?: CustomerId): CustomerDoor {
  const of = (tenant: TenantId, mode: TenantTx['mode']): TransactionOptions => ({
    ...{ tenant, mode, customer, namedStatements },
  });
  return {
    read: (tenant, work) => tenantTransaction(pool, of(tenant, 'read'), work),
    write: (tenant, work) => tenantTransaction(pool, of(tenant, 'write'), work),
    append: (tenant, statement, parameters) => appendStatement(pool, of(tenant, 'write'), statement, parameters),
  };
}

export function openDoor(config: DoorConfig): TenantDoor {
  const { pool, close } = openPool(config);
  const { namedStatements } = config;
  return {
    ...transactionsOf(pool, namedStatements),
    forCustomer: (customer) => transactionsOf(pool, namedStatements, customer),
    alone: async ({ name, text }, parameters) => {
      await pool.query({ ...(namedStatements ? { name } : {}), text, values: [...parameters] });
    },
    due: async (limit, after) => {
      const { rows } = await pool.query<{ tenant_id: string; request_id: string }>(
        'select * from sweep.due($1, $2, $3)',
        [limit, after?.tenant ?? null, after?.requestId ?? null],
      );
      return rows.map((row) => ({ tenant: TenantId.parse(row.tenant_id), requestId: row.request_id }));
    },
    dueRemote: async (limit, after) => {
      const { rows } = await pool.query<{ tenant_id: string; execution_id: string }>(
        'select * from sweep.due_remote($1, $2, $3)',
        [limit, after?.tenant ?? null, after?.executionId ?? null],
      );
      return rows.map((row) => ({ tenant: TenantId.parse(row.tenant_id), executionId: row.execution_id }));
    },
    pendingEvents: async (limit, after) => {
      const { rows } = await pool.query<{ tenant_id: string; event_id: string }>(
        'select * from sweep.pending($1, $2, $3)',
        [limit, after?.tenant ?? null, after?.eventId ?? null],
      );
      return rows.map((row) => ({ tenant: TenantId.parse(row.tenant_id), eventId: row.event_id }));
    },
    check: () => checkRole(pool),
    connections: () => ({
      ...{ open: pool.totalCount, inUse: pool.totalCount - pool.idleCount, waiting: pool.waitingCount },
    }),
    close,
  };
}

const ROLE: pg.QueryConfig & { readonly query_timeout: number } = {
  query_timeout: CHECK_MS_MAX,
  text: `
    select current_user as role,
           r.rolsuper or r.rolbypassrls as bypasses,
           current_user <> session_user as named,
           exists (select from pg_roles o where pg_has_role(r.oid, o.oid, 'member') and (
             (o.oid <> r.oid and (o.rolsuper or o.rolbypassrls))
             or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relowner = o.oid and n.nspname !~ '^(pg_|information_schema)')
             or exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where p.proowner = o.oid and n.nspname !~ '^(pg_|information_schema)'))) as owns
    from pg_roles r where r.rolname = current_user`,
};

/** Owners, superusers and BYPASSRLS roles walk through row-level security: no server starts as one. */
async function checkRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; bypasses: boolean; owns: boolean; named: boolean }>(ROLE);
  const row = rows[0];
  if (row === undefined || row.bypasses || row.owns || row.named) {
    throw new TenancyFault(
      `the database role ${row?.role ?? 'unknown'} is not bound by row-level security; use a login that owns nothing`,
    );
  }
}
