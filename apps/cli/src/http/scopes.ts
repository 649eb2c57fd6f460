import type { ServerName } from '@supercargo/kernel';
import type { CustomerServer, Site } from './sites.ts';

/**
 * What may be asked for at each server: what its `src/roles.ts` grants to anybody, held against it by a test. The first is what a client
 * asks for that does not know better.
 */
export const SERVER_SCOPES: Readonly<Record<ServerName, readonly [read: string, ...writes: readonly string[]]>> = {
  inventory: ['inventory:read', 'inventory:reorder', 'inventory:transfer', 'inventory:adjust'],
  logistics: ['logistics:read', 'logistics:reroute', 'logistics:assign'],
  orders: ['orders:read', 'orders:flag', 'orders:split'],
  returns: ['returns:read', 'returns:approve', 'returns:label'],
  payments: ['payments:read', 'payments:propose', 'payments:release', 'payments:refund'],
};

/** The same of what each offers to customers: what its `src/customers.ts` grants them. */
export const CUSTOMER_SCOPES: Readonly<Record<CustomerServer, readonly [own: string, ...more: readonly string[]]>> = {
  logistics: ['logistics:own'],
  orders: ['orders:own'],
  returns: ['returns:own', 'returns:request'],
  payments: ['payments:own'],
};

export function scopesOf(site: Site): readonly [first: string, ...more: readonly string[]] {
  return site.faces === 'customers' ? CUSTOMER_SCOPES[site.server] : SERVER_SCOPES[site.server];
}

/** What a server calls itself, and whom it is for where that is not staff. */
export function titleOf({ server, faces }: Site): string {
  const title = `Supercargo ${server.charAt(0).toUpperCase()}${server.slice(1)}`;
  return faces === 'customers' ? `${title} for customers` : title;
}
