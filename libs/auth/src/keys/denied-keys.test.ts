import { signInStage, type SignInStage } from '@supercargo/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { deniedKeysFile, type DeniedKey } from './denied-keys.ts';

const folder: { made: string | undefined } = { made: undefined };
afterEach(async () => {
  if (folder.made !== undefined) await rm(folder.made, { recursive: true });
  folder.made = undefined;
});

async function listFile(text: string): Promise<string> {
  folder.made ??= await mkdtemp(join(tmpdir(), 'denied-keys-'));
  const path = join(folder.made, 'denied.json');
  await writeFile(path, text);
  return path;
}

async function denyingStage(denied: DeniedKey[]): Promise<SignInStage> {
  return signInStage({ deps: { deniedKeys: async () => denied } });
}

test('a denied key is refused within five seconds, for remembered tokens too', async () => {
  const denied: DeniedKey[] = [];
  await using stage = await denyingStage(denied);
  const token = await stage.mint.mint();
  expect(await stage.ask(token)).toBe('ok');
  denied.push({ issuer: stage.mint.issuer, keyId: 'key-1' });
  stage.advance(5);
  expect(await stage.ask(token)).toBe('key_denied');
  expect(await stage.ask(await stage.mint.mint())).toBe('key_denied');
});

test('a key that is written into the configured file is refused', async () => {
  const path = await listFile('[]');
  await using stage = await signInStage({ server: { deniedKeysFile: path } });
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  await writeFile(path, JSON.stringify([{ issuer: stage.mint.issuer, keyId: 'key-1' }]));
  stage.advance(5);
  expect(await stage.ask(await stage.mint.mint())).toBe('key_denied');
  await rm(path);
  stage.advance(5);
  expect(await stage.ask(await stage.mint.mint())).toBe('deny_list_unreadable');
});

test('the same key id of another issuer is not denied', async () => {
  const denied: DeniedKey[] = [{ issuer: 'https://login.example', keyId: 'key-1' }];
  await using stage = await denyingStage(denied);
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
});

test('a denied key makes no fetch', async () => {
  const denied: DeniedKey[] = [];
  await using stage = await denyingStage(denied);
  denied.push({ issuer: stage.mint.issuer, keyId: 'nobody' });
  stage.advance(60);
  const requests = stage.mint.requests();
  expect(await stage.ask(await stage.mint.mint({}, { header: { kid: 'nobody' } }))).toBe('key_denied');
  expect(stage.mint.requests()).toBe(requests);
});

test('a list that cannot be read denies every key, and is used again when it can', async () => {
  const list = { fails: false };
  const deniedKeys = async (): Promise<readonly DeniedKey[]> => {
    if (list.fails) throw new Error('no such list');
    return [];
  };
  await using stage = await signInStage({ deps: { deniedKeys } });
  const token = await stage.mint.mint();
  expect(await stage.ask(token)).toBe('ok');
  list.fails = true;
  stage.advance(5);
  expect(await stage.ask(token)).toBe('deny_list_unreadable');
  const problem = 'the list of denied keys cannot be read';
  await vi.waitFor(() => expect(stage.authenticator.unmet()).toEqual([{ control: 'keys', problem }]));
  list.fails = false;
  expect(await stage.ask(token)).toBe('ok');
});

test('a list that does not come denies every key', { timeout: 10_000 }, async () => {
  const list = { hangs: false };
  const never = Promise.withResolvers<readonly DeniedKey[]>();
  await using stage = await signInStage({
    deps: { deniedKeys: () => (list.hangs ? never.promise : Promise.resolve([])) },
  });
  list.hangs = true;
  stage.advance(5);
  expect(await stage.ask(await stage.mint.mint())).toBe('deny_list_unreadable');
});

test('a file of denied keys is read as it is now', async () => {
  const path = await listFile('[]');
  const read = deniedKeysFile(path);
  expect(await read()).toEqual([]);
  await writeFile(path, '[{ "issuer": "https://login.example", "keyId": "key-1" }]');
  expect(await read()).toEqual([{ issuer: 'https://login.example', keyId: 'key-1' }]);
});

test.for(['', '{}', '[{ "issuer": "https://login.example" }]', '[{ "issuer": "a", "keyId": "b", "keyId": "c" }]'])(
  'a file that says %s is no list',
  async (text) => {
    await expect(deniedKeysFile(await listFile(text))()).rejects.toThrow();
  },
);

test('a file that is not there is no list', async () => {
  await expect(deniedKeysFile(join(tmpdir(), 'no-such-folder', 'denied.json'))()).rejects.toThrow();
});
