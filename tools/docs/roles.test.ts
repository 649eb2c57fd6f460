import { SERVERS } from '@supercargo/kernel';
import { customerFacing, scopesOf, type ServerDefinition } from '@supercargo/mcp-kit';
import { ROLES } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { serverDefinition } from '../servers.ts';

const servers = await Promise.all(SERVERS.map(serverDefinition));
const definitions: readonly ServerDefinition[] = servers.flatMap((server) =>
  server.customers === undefined ? [server] : [server, customerFacing(server)],
);
const reads = SERVERS.map((server) => `${server}:read`);

/** What each role may ask for over the whole suite, as it was decided. */
const DECIDED: Readonly<Record<(typeof ROLES)[number], readonly string[]>> = {
  supply_chain_manager: [
    ...reads,
    ...['inventory:reorder', 'inventory:transfer', 'logistics:reroute', 'logistics:assign', 'orders:flag'],
    ...['orders:split', 'returns:approve', 'returns:label', 'payments:propose'],
  ],
  warehouse_clerk: ['inventory:read', 'inventory:adjust'],
  finance: [...reads, 'payments:release', 'payments:refund', 'payments:propose'],
  customer: ['logistics:own', 'orders:own', 'returns:own', 'returns:request', 'payments:own'],
  // They read and decide elsewhere, and ask for nothing of the business.
  auditor: [],
  administrator: [],
};

test.each(ROLES)('%s may ask for what was decided, over all servers, and for nothing else', (role) => {
  const scopes = definitions.flatMap((definition) => [...scopesOf(definition, [role])]);
  expect(scopes.sort()).toStrictEqual([...DECIDED[role]].sort());
});

test('no server knows a role that the suite does not', () => {
  for (const { scopesByRole } of definitions) {
    for (const role of Object.keys(scopesByRole)) expect(ROLES).toContain(role);
  }
});

test('names of tools are unique over all servers: hosts refuse the same name twice', () => {
  const names = definitions.flatMap(({ tools }) => tools.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});
