import type { ServerName } from '@supercargo/kernel';

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

export const titleOf = (server: ServerName): string => `Supercargo ${server.charAt(0).toUpperCase()}${server.slice(1)}`;
