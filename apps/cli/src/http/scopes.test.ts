import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CUSTOMER_SERVERS, SERVERS } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import { serverMain } from '../servers.ts';
import { CUSTOMER_SCOPES, SERVER_SCOPES, titleOf } from './scopes.ts';

test.each(SERVERS)('what may be asked for at %s is what its roles grant, reading first', (server) => {
  const roles = readFileSync(join(dirname(serverMain(server)), 'roles.ts'), 'utf8');
  const granted = new Set(Array.from(roles.matchAll(/'([a-z]+:[a-z]+)'/g), ([, scope]) => scope));
  expect(new Set(SERVER_SCOPES[server])).toEqual(granted);
  expect(SERVER_SCOPES[server][0]).toBe(`${server}:read`);
});

test.each(CUSTOMER_SERVERS)('what customers may ask for at %s is what it grants them, their own first', (server) => {
  const customers = readFileSync(join(dirname(serverMain(server)), 'customers.ts'), 'utf8');
  const [, granted = ''] = /scopes: \[([^\]]*)\]/.exec(customers) ?? [];
  expect(Array.from(granted.matchAll(/'([a-z]+:[a-z]+)'/g), ([, scope]) => scope)).toEqual(CUSTOMER_SCOPES[server]);
  expect(CUSTOMER_SCOPES[server][0]).toBe(`${server}:own`);
});

test.each(SERVERS)('%s is called as it calls itself', (server) => {
  expect(readFileSync(join(dirname(serverMain(server)), 'server.ts'), 'utf8')).toContain(
    `title: '${titleOf({ name: server, server, faces: 'staff' })}'`,
  );
});
