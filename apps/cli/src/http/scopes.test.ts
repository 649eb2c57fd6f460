import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SERVERS } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import { serverMain } from '../servers.ts';
import { SERVER_SCOPES, titleOf } from './scopes.ts';

test.each(SERVERS)('what may be asked for at %s is what its roles grant, reading first', (server) => {
  const roles = readFileSync(join(dirname(serverMain(server)), 'roles.ts'), 'utf8');
  const granted = new Set(Array.from(roles.matchAll(/'([a-z]+:[a-z]+)'/g), ([, scope]) => scope));
  expect(new Set(SERVER_SCOPES[server])).toEqual(granted);
  expect(SERVER_SCOPES[server][0]).toBe(`${server}:read`);
});

test.each(SERVERS)('%s is called as it calls itself', (server) => {
  expect(readFileSync(join(dirname(serverMain(server)), 'server.ts'), 'utf8')).toContain(`title: '${titleOf(server)}'`);
});
