import type { CustomerDoor, TenantDoor } from '@supercargo/tenancy';
import { TABLE_GRANTS } from '@supercargo/prisma';
import { withDoor } from '../../doors.ts';
import { broken, EVERYWHERE, held, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';
import {
  attempt,
  NO_PRIVILEGE,
  readLoosePolicies,
  readOthersSeen,
  readTenantTables,
  reading,
  withoutTenant,
  type TenantTable,
} from '../store/walls.ts';

const REMEDY =
  'stop everything (npx supercargo down) and see who changed the database: a migration made these walls, and nothing of ours takes them down';

type Login = Ground['logins'][number];

/** The tables of tenants that a login may read whole. */
function readable(login: Login, tables: readonly TenantTable[]): readonly TenantTable[] {
  const granted = new Set(
    TABLE_GRANTS.filter(({ role, verbs }) => role === login && verbs.includes('select')).map(({ table }) => table),
  );
  return tables.filter(({ name }) => granted.has(name as `app.${string}`));
}

async function nobodysRows(door: TenantDoor, login: Login, tables: readonly TenantTable[]): Promise<readonly Look[]> {
  const problems: Look[] = [];
  let refused = 0;
  for (const { name } of tables) {
    const came = await withoutTenant(door, name);
    if (came === 'refused') refused += 1;
    if (came === 'seen') problems.push(broken(`${login} sees rows of ${name} without naming a tenant`, REMEDY));
  }
  if (refused > 0 || tables.length === 0) return problems;
  return [...problems, broken(`${login} was refused nothing without a tenant`, REMEDY)];
}

/** A customer's login that names no customer sees nothing of what is a customer's. */
async function nobodysCustomer(
  { tenant }: Ground,
  door: TenantDoor,
  login: Login,
  tables: readonly TenantTable[],
): Promise<readonly Look[]> {
  const problems: Look[] = [];
  for (const { name } of tables.filter(({ customers }) => customers)) {
    const came = await attempt(door, tenant, reading(name));
    const isRefused = came.done ? came.rows.length === 0 : came.code === NO_PRIVILEGE;
    if (!isRefused) problems.push(broken(`${login} sees rows of ${name} without naming a customer`, REMEDY));
  }
  return problems;
}

async function asLogin(ground: Ground, login: Login, tables: readonly TenantTable[]): Promise<readonly Look[]> {
  const { outside, tenant, customer, profile } = ground;
  const own = readable(login, tables);
  return withDoor(outside, login, async (door) => {
    const isCustomer = profile === 'customer';
    const at: CustomerDoor = isCustomer ? door.forCustomer(customer) : door;
    const seen = await at.read(tenant, (tx) => readOthersSeen(tx, own, isCustomer));
    const whose = isCustomer ? 'another customer or tenant' : 'another tenant';
    return [
      ...(await nobodysRows(door, login, own)),
      ...(isCustomer ? await nobodysCustomer(ground, door, login, own) : []),
      ...seen.map((name) => broken(`${login} sees rows of ${whose} in ${name}`, REMEDY)),
    ];
  });
}

async function look(ground: Ground): Promise<readonly Look[]> {
  const { outside, tenant, logins, profile } = ground;
  const { tables, loose } = await withDoor(outside, 'supercargo_auditor', (door) =>
    door.read(tenant, async (tx) => ({ tables: await readTenantTables(tx), loose: await readLoosePolicies(tx) })),
  );
  const problems: Look[] = [
    ...tables
      .filter(({ walled }) => !walled)
      .map(({ name }) => broken(`${name} has no forced row-level security`, REMEDY)),
    ...loose.map((name) => broken(`a policy does not ask for the tenant: ${name}`, REMEDY)),
  ];
  for (const login of logins) problems.push(...(await asLogin(ground, login, tables)));
  if (problems.length > 0) return problems;
  const whose = profile === 'customer' ? 'tenant or customer' : 'tenant';
  return [
    held(
      `${tables.length.toString()} tables of tenants have forced row-level security, and every policy asks for the tenant`,
    ),
    held(
      `each of ${logins.length.toString()} logins was refused without a ${whose}, and saw no row of another in any table that it may read`,
    ),
  ];
}

export const tenantIsolation: Control = {
  name: 'tenant_isolation_in_the_database',
  title: 'tenant isolation in the database',
  demands: EVERYWHERE,
  look,
};
