import { randomBytes } from 'node:crypto';
import type { TenantDoor } from '@supercargo/tenancy';

/** As much of a superuser's connection as these need. */
interface Session {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

interface Doors {
  door(
    login: 'supercargo_inventory',
    overrides: { readonly user: string; readonly password: string; readonly connectionsMax: number },
  ): TenantDoor;
}

/** Work on this session in a transaction of acme, as the owner of Inventory's schema, whom nobody logs in as. */
export function ownerOn(session: Session): (work: () => Promise<unknown>) => Promise<void> {
  return async (work) => {
    await session.query('begin');
    await session.query("select set_config('app.tenant', 'acme', true)");
    await session.query('set local role supercargo_inventory_owner');
    try {
      await work();
      await session.query('commit');
    } catch (error) {
      await session.query('rollback');
      throw error;
    }
  };
}

/** The door of a login of Payments that holds every grant of the Inventory server's. Closing it drops the login. */
export async function openOtherServer(database: Doors, session: Session): Promise<TenantDoor> {
  const user = `test_payments_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await session.query(`create role ${user} login password '${password}' in role supercargo_inventory`);
  await session.query("insert into app.login (role, server) values ($1, 'payments')", [user]);
  const door = database.door('supercargo_inventory', { user, password, connectionsMax: 2 });
  return {
    ...door,
    close: async () => {
      await door.close();
      await session.query(`drop owned by ${user}; drop role ${user}`);
    },
  };
}
