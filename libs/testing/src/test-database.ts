import { randomBytes } from 'node:crypto';
import {
  LOGINS,
  adminConfig,
  createDatabaseFromTemplate,
  dropDatabase,
  homeOf,
  loginPasswords,
  type ConnectionConfig,
  type Login,
} from '@supercargo/cluster';
import { openDoor, type DoorConfig, type TenantDoor } from '@supercargo/tenancy';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import type {} from './global-setup.ts';

/** A door's configuration whose password is known already. */
export type TestConfig = DoorConfig & { readonly password: string };

/** A database of the calling test file's own, as every installation has it. */
export interface TestDatabase {
  readonly name: string;
  /** One statement as the superuser, whom no wall binds: to arrange and to look behind the walls, never to test them. */
  admin<Row extends pg.QueryResultRow>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** A connection of its own as the superuser, for what needs a session; ended with the file. */
  adminClient(): Promise<pg.Client>;
  /** The door that a program with this login has. Closed with the file. */
  door(login: Login, overrides?: Partial<DoorConfig>): TenantDoor;
  config(login: Login): TestConfig;
  /** The superuser's connection, to show that a door refuses it. */
  superuser(): TestConfig;
  /** Closes what was opened here and drops the database; the file's end does so too. */
  drop(): Promise<void>;
}

/** Makes a database from the run's template; it is dropped after the file's last test. Called at the top of a test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = inject('testCluster');
  const home = homeOf({ SUPERCARGO_HOME: cluster.homePath });
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const maintenance = { ...adminConfig(cluster.address, {}, home), database: 'postgres' };
  await createDatabaseFromTemplate(maintenance, cluster.template, name);
  await copyAccess(maintenance, cluster.template, name);

  const { host, port, namedStatements } = cluster.address;
  const passwords = loginPasswords({}, home);
  const known = new Map<Login, string>();
  for (const login of LOGINS) known.set(login, (await passwords[login]?.()) ?? '');
  const opened = new Opened({ ...maintenance, database: name });
  const config = (login: Login): TestConfig => ({
    ...{ host, port, database: name, user: login, password: known.get(login) ?? '' },
    ...{ namedStatements, connectionsMax: 10 },
  });
  const superuser = { ...config('supercargo_auditor'), user: maintenance.user, password: await maintenance.password() };
  const database: TestDatabase = {
    name,
    config,
    superuser: () => superuser,
    admin: async <Row extends pg.QueryResultRow>(text: string, parameters: readonly unknown[] = []) =>
      (await opened.admin.query<Row>(text, [...parameters])).rows,
    adminClient: () => opened.client(),
    door: (login, overrides = {}) => opened.keep(openDoor({ ...config(login), ...overrides })),
    drop: async () => {
      await opened.close();
      await dropDatabase(maintenance, name);
    },
  };
  afterAll(() => database.drop());
  return database;
}

/** What a test opened and must not leave behind: an open connection would keep the test's process alive. */
class Opened {
  readonly admin: pg.Pool;
  readonly #config: ConnectionConfig;
  readonly #closers: (() => Promise<void>)[] = [];

  constructor(config: ConnectionConfig) {
    this.#config = config;
    this.admin = new pg.Pool({ ...config, max: 4 });
    this.admin.on('error', () => undefined);
  }

  keep(door: TenantDoor): TenantDoor {
    let closed: Promise<void> | undefined;
    const close = (): Promise<void> => (closed ??= door.close());
    this.#closers.push(close);
    return { ...door, close };
  }

  async client(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    client.on('error', () => undefined);
    await client.connect();
    this.#closers.push(() => client.end());
    return client;
  }

  async close(): Promise<void> {
    const closers = this.#closers.splice(0);
    await Promise.allSettled(closers.map((close) => close()));
    if (!this.admin.ended) await this.admin.end();
  }
}

/** PostgreSQL copies a template's content but not who may connect to it, so a copy would be open to PUBLIC. */
async function copyAccess(maintenance: ConnectionConfig, template: string, name: string): Promise<void> {
  const client = new pg.Client(maintenance);
  await client.connect();
  try {
    const { rows } = await client.query<{ role: string; privileges: string }>(
      `select r.rolname as role, string_agg(a.privilege_type, ', ') as privileges
       from pg_database d, aclexplode(d.datacl) a join pg_roles r on r.oid = a.grantee
       where d.datname = $1 and a.grantee <> d.datdba group by r.rolname`,
      [template],
    );
    const grants = rows.map(
      ({ role, privileges }) => `grant ${privileges} on database ${name} to ${pg.escapeIdentifier(role)}`,
    );
    await client.query([`revoke all on database ${name} from public`, ...grants].join(';'));
  } finally {
    await client.end();
  }
}
