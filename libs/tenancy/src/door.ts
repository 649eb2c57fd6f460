import { TenantId } from '@supercargo/kernel';
import pg from 'pg';
import { TenancyFault, transactionOn, type TenantTx } from './tx.ts';

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
}

/** The only door to Postgres: one transaction, one tenant, one role. */
export interface TenantDoor {
  /** Runs in a READ ONLY transaction of the tenant. */
  read<T>(tenant: TenantId, work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** Runs in a READ COMMITTED transaction of the tenant, committed when `work` resolves and rolled back when it rejects. */
  write<T>(tenant: TenantId, work: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** What is due for the calling server over all tenants: a tenant and a request id each, and nothing else. */
  due(limit: number): Promise<readonly { readonly tenant: TenantId; readonly requestId: string }[]>;
  /** Refuses to go on with a role that row-level security does not bind. Called once at start. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_MS_MAX = 5_000;

function poolOf(config: DoorConfig): pg.Pool {
  const pool = new pg.Pool({
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    password: config.password,
    ...(config.ssl === undefined ? {} : { ssl: config.ssl }),
    max: config.connectionsMax,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: 'supercargo',
    // BEGIN, the tenant and the first statement leave together instead of waiting for one another.
    pipeline: true,
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

export function openDoor(config: DoorConfig): TenantDoor {
  const pool = poolOf(config);
  const inTenant = async <T>(
    mode: TenantTx['mode'],
    unchecked: TenantId,
    work: (tx: TenantTx) => Promise<T>,
  ): Promise<T> => {
    // The tenant is written into the statement: its narrow form is checked here, whatever its type says.
    const tenant = TenantId.parse(unchecked);
    const client = await pool.connect();
    let failure: Error | undefined;
    const { tx, end } = transactionOn(client, tenant, mode, config.namedStatements);
    try {
      const begun = client.query(
        `begin isolation level read committed ${mode === 'read' ? 'read only' : 'read write'};` +
          `select pg_catalog.set_config('app.tenant', '${tenant}', true)`,
      );
      const [value] = await settleBoth(work(tx), begun);
      end();
      const { command } = await client.query('commit');
      // A transaction that a swallowed error had aborted answers COMMIT with ROLLBACK.
      if (command !== 'COMMIT') throw new TenancyFault('the transaction was rolled back at its commit');
      return value;
    } catch (error) {
      end();
      await client.query('rollback').catch((rollback: unknown) => {
        failure = rollback instanceof Error ? rollback : new TenancyFault('rollback failed');
      });
      throw error;
    } finally {
      client.release(failure);
    }
  };

  return {
    read: (tenant, work) => inTenant('read', tenant, work),
    write: (tenant, work) => inTenant('write', tenant, work),
    due: async (limit) => {
      const { rows } = await pool.query<{ tenant_id: string; request_id: string }>('select * from sweep.due($1)', [
        limit,
      ]);
      return rows.map((row) => ({ tenant: TenantId.parse(row.tenant_id), requestId: row.request_id }));
    },
    check: () => checkRole(pool),
    close: () => pool.end(),
  };
}

/** Waits for both, so that nothing is left running on the connection, then gives the values or the first failure. */
async function settleBoth<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

/** Owners, superusers and BYPASSRLS roles walk through row-level security: no server starts as one. */
async function checkRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; bypasses: boolean; owns: boolean; named: boolean }>(`
    select current_user as role,
           r.rolsuper or r.rolbypassrls as bypasses,
           current_user <> session_user as named,
           exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where c.relowner = r.oid and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast'))
             or exists (select from pg_roles o where o.rolname like 'supercargo\\_%\\_owner' and pg_has_role(r.oid, o.oid, 'member'))
             as owns
    from pg_roles r where r.rolname = current_user`);
  const row = rows[0];
  if (row === undefined || row.bypasses || row.owns || row.named) {
    throw new TenancyFault(
      `the database role ${row?.role ?? 'unknown'} is not bound by row-level security; use a login that owns nothing`,
    );
  }
}
