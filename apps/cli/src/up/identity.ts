import type { IdentitySettings } from '@supercargo/cluster';
import type { DemoCompany } from '@supercargo/prisma';

/** Whose rows a customer of the demo companies may see: their ids in the orders of the demo. */
const CUSTOMERS: Readonly<Record<string, string>> = { carla: 'CUS-CARLA', carlos: 'CUS-CARLOS' };

/** The agent of each company that works without a person. It sees stock, and has no role that asks for more. */
const STOCK_WATCH = { id: 'stock-watch', roles: ['warehouse_clerk'], scopes: ['inventory:read'] };

/**
 * Whom the development authorization server signs in: the people of these companies, their customers, and one agent of each; and where it
 * sends people back to who sign in to the console.
 */
export function identitySettings(
  companies: readonly DemoCompany[],
  servers: IdentitySettings['servers'],
  redirect_uri: string,
): IdentitySettings {
  return {
    people: companies.flatMap(({ tenant, people }) => people.map((person) => ({ tenant, ...signedIn(person) }))),
    agents: companies.map(({ tenant }) => ({ tenant, ...STOCK_WATCH })),
    servers,
    console: { redirect_uri },
  };
}

function signedIn({
  id,
  name,
  roles,
}: DemoCompany['people'][number]): Omit<IdentitySettings['people'][number], 'tenant'> {
  const customer = roles.includes('customer') ? CUSTOMERS[id] : undefined;
  return { id, name, roles, ...(customer === undefined ? {} : { customer }) };
}
