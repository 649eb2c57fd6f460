import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { CLI, openStage, tokensFor, type Stage } from './idp.fixture.ts';
import { openIdentityProvider } from './identity-provider.ts';
import { SETTINGS } from './idp.fixture.ts';

async function stageFor(clock: () => Date = () => new Date()): Promise<Stage> {
  const stage = await openStage({ clock });
  onTestFinished(() => stage.end());
  return stage;
}

const kidsOf = async (stage: Stage): Promise<readonly string[]> => {
  const { body } = await stage.json('/jwks');
  return (body['keys'] as readonly { readonly kid: string }[]).map(({ kid }) => kid);
};

test('what is kept is readable by its owner alone, and the hash says no password', async () => {
  const stage = await stageFor();
  const kept = ['.', 'keys.json', 'passwords.json', 'state.sqlite', 'state.sqlite-wal'];
  const modes = kept.map((name) => statSync(join(stage.data, name)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600, 0o600, 0o600, 0o600]);
  expect(readFileSync(join(stage.data, 'state.sqlite')).includes(stage.password('mara@acme'))).toBe(false);
});

test('only the public half of a key is served', async () => {
  const stage = await stageFor();
  const { body } = await stage.json('/jwks');
  const [key] = body['keys'] as readonly Record<string, unknown>[];
  expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

test('a key that was replaced signs nothing more, is published while its tokens live, and then is gone', async () => {
  let now = new Date();
  const stage = await stageFor(() => now);
  const [first = ''] = await kidsOf(stage);
  const before = await tokensFor(stage, { scope: 'inventory:read offline_access', prompt: 'consent' });
  const second = stage.idp.rotateKey();
  const fields = { grant_type: 'refresh_token', client_id: CLI, refresh_token: String(before.body['refresh_token']) };
  const after = (await (await stage.post('/token', fields)).json()) as Record<string, unknown>;
  const kids = [before.body, after].map((body) => decodeProtectedHeader(String(body['access_token'])).kid);
  expect([kids, await kidsOf(stage)]).toEqual([
    [first, second],
    [second, first],
  ]);
  const keys = createRemoteJWKSet(new URL(`${stage.idp.issuer}/jwks`));
  for (const body of [before.body, after]) await jwtVerify(String(body['access_token']), keys);
  now = new Date(now.getTime() + 3_601_000);
  const third = stage.idp.rotateKey();
  expect(await kidsOf(stage)).toEqual([third, second]);
});

test('a restart keeps the key, and a password whose line was deleted still opens', async () => {
  const stage = await stageFor();
  const [kid] = await kidsOf(stage);
  const password = stage.password('mara@acme');
  const path = join(stage.data, 'passwords.json');
  const kept = JSON.parse(readFileSync(path, 'utf8')) as { people: Record<string, string> };
  const { 'mara@acme': _mara, ...people } = kept.people;
  writeFileSync(path, JSON.stringify({ ...kept, people }));
  await stage.restart();
  expect([await kidsOf(stage), stage.password('mara@acme')]).toEqual([[kid], '']);
  const { status } = await tokensFor({ ...stage, password: () => password });
  expect(status).toBe(200);
});

test.each(['.', 'keys.json', 'passwords.json'])('%s that others can read stops the start', async (name) => {
  const stage = await stageFor();
  await stage.restart();
  chmodSync(join(stage.data, name), 0o755);
  const start = openIdentityProvider({
    ...{ port: 0, data: stage.data, settings: SETTINGS },
    ...{ clock: () => new Date(), fetch: globalThis.fetch },
  });
  await expect(start).rejects.toThrow('can be read by others on this machine');
});
