import { withClient } from '@supercargo/cluster';
import { SERVERS } from '@supercargo/kernel';
import { accessFailures, TABLE_GRANTS } from '@supercargo/prisma';
import { TenancyFault } from '@supercargo/tenancy';
import { withDoor } from '../../doors.ts';
import { asAdministrator } from '../administrator.ts';
import { broken, EVERYWHERE, expected, held, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';
import { attempt, NO_PRIVILEGE, reading } from '../store/walls.ts';

const REMEDY =
  'run npx supercargo up, which gives the grants anew; what stays was given by hand: docs/access.md says what each may';
const saidMax = 5;

/** A table of each other server, of which the matrix gives this login nothing. */
function foreignTables(login: Ground['logins'][number]): readonly string[] {
  const own = new Set(TABLE_GRANTS.filter(({ role }) => role === login).map(({ table }) => table));
  return SERVERS.filter((server) => !login.startsWith(`supercargo_${server}`)).flatMap((server) => {
    const found = TABLE_GRANTS.find(({ table }) => table.startsWith(`${server}.`) && !own.has(table));
    return found === undefined ? [] : [found.table];
  });
}

async function asLogin({ outside, tenant }: Ground, login: Ground['logins'][number]): Promise<readonly Look[]> {
  return withDoor(outside, login, async (door) => {
    const problems: Look[] = [];
    await door.check().catch((fault: unknown) => {
      if (!(fault instanceof TenancyFault)) throw fault;
      problems.push(broken(fault.message, REMEDY));
    });
    for (const table of foreignTables(login)) {
      const came = await attempt(door, tenant, reading(table));
      if (!came.done && came.code === NO_PRIVILEGE) continue;
      problems.push(broken(`${login} reads ${table}, which is another server’s`, REMEDY));
    }
    return problems;
  });
}

/** The whole matrix of docs/access.md against the catalogue, in both directions. */
function matrix(ground: Ground): Promise<readonly Look[]> {
  return asAdministrator(ground, 'the matrix of privileges', async (admin) => {
    const failures = await withClient(admin, (client) =>
      accessFailures(async <Row extends Record<string, unknown>>(text: string, values: readonly unknown[]) => {
        return (await client.query<Row>(text, [...values])).rows;
      }),
    );
    const some = failures.slice(0, saidMax).join('; ');
    return [
      expected(
        failures.length === 0,
        'the catalogue says what the matrix says, of every role, table, column, function and schema',
        `${failures.length.toString()} differences between the catalogue and the matrix, such as: ${some}`,
        REMEDY,
      ),
    ];
  });
}

export const leastCredential: Control = {
  name: 'own_least_privilege_credential',
  title: 'own least-privilege credential per server',
  demands: EVERYWHERE,
  look: async (ground) => {
    const looks: Look[] = [];
    for (const login of ground.logins) looks.push(...(await asLogin(ground, login)));
    const count = ground.logins.length.toString();
    const own = held(
      `each of ${count} logins is bound by row-level security, owns nothing, and was refused a table of every other server`,
    );
    return [...(looks.length === 0 ? [own] : looks), ...(await matrix(ground))];
  },
};
