import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf, startIdentity, stopIdentity, type IdentitySettings } from '@supercargo/cluster';
import { afterAll, expect, test } from 'vitest';
import { recordedOutside, type Ended } from '../installation.fixture.ts';
import { runCli } from '../run-cli.ts';

const SETTINGS: IdentitySettings = {
  people: [
    { tenant: 'acme', id: 'mara', name: 'Mara Lindqvist', roles: ['supply_chain_manager'] },
    { tenant: 'globex', id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager'] },
  ],
  agents: [],
  servers: [
    {
      ...{ name: 'inventory', title: 'Supercargo Inventory', resource: 'http://127.0.0.1:4101/mcp' },
      scopes: ['inventory:read', 'inventory:reorder'],
    },
  ],
};

const folder = mkdtempSync(join(tmpdir(), 'supercargo-token-'));
const home = homeOf({ SUPERCARGO_HOME: folder });
await startIdentity(home, {}, SETTINGS);
afterAll(async () => {
  await stopIdentity(home);
  rmSync(folder, { recursive: true });
});

async function run(args: readonly string[], of = folder): Promise<Ended> {
  const { outside, said } = recordedOutside({ SUPERCARGO_HOME: of }, undefined);
  return { code: await runCli(['token', ...args], outside), ...said };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
}

test('it prints a token of that person for that server and nothing else', async () => {
  const { code, out, err } = await run(['--as', 'mara', '--for', 'inventory']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect(claimsOf(out)).toMatchObject({
    ...{ aud: 'http://127.0.0.1:4101/mcp', sub: 'mara@acme', tenant: 'acme', client_id: 'supercargo-cli' },
    scope: 'inventory:read inventory:reorder',
  });
});

test('for a program it prints type, scope and how long it lives', async () => {
  const { out } = await run(['--as', 'gina@globex', '--for', 'inventory', '--scope', 'inventory:read', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    ...{ token_type: 'Bearer', expires_in: 600, scope: 'inventory:read', as: 'gina@globex' },
    resource: 'http://127.0.0.1:4101/mcp',
  });
});

test('bound to a key it prints the key', async () => {
  const { out } = await run(['--as', 'mara', '--for', 'inventory', '--dpop', '--json']);
  const { access_token, token_type, dpop_key } = JSON.parse(out) as Record<string, unknown>;
  expect([token_type, claimsOf(String(access_token))['cnf']]).toEqual(['DPoP', { jkt: expect.any(String) as string }]);
  expect(dpop_key).toMatchObject({ kty: 'EC', crv: 'P-256', d: expect.any(String) as string });
});

test.each([
  ['somebody who is not there', ['--as', 'nobody', '--for', 'inventory'], 1, 'no password of nobody@acme'],
  ['somebody of another company', ['--as', 'mara@globex', '--for', 'inventory'], 1, 'no password of mara@globex'],
  ['a server nobody knows', ['--as', 'mara', '--for', 'stock'], 2, 'there is no server "stock"'],
  ['a server it issues none for', ['--as', 'mara', '--for', 'orders'], 1, 'issues no tokens for orders'],
  ['a key that is not printed', ['--as', 'mara', '--for', 'inventory', '--dpop'], 2, '--dpop needs --json'],
  ['nobody', ['--for', 'inventory'], 2, '--as'],
])('for %s it says why there is none', async (_what, args, code, said) => {
  const ended = await run(args);
  expect([ended.code, ended.out]).toEqual([code, '']);
  expect(ended.err).toContain(said);
});

test('where no authorization server runs it says what starts one', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'supercargo-token-'));
  const { code, out, err } = await run(['--as', 'mara', '--for', 'inventory'], empty);
  rmSync(empty, { recursive: true });
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('no authorization server runs');
  expect(err).toContain('npx supercargo up');
});
