import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { railAddress, startRail, stopRail } from '@supercargo/cluster';
import { ConfigurationError } from '@supercargo/mcp-kit';
import { afterAll, expect, test } from 'vitest';
import { railOutside } from './outside.ts';
import { railHome } from './rail.fixture.ts';

const { home, folder, remove } = railHome();
const tokenFile = join(folder, 'a-token');
writeFileSync(tokenFile, 'a-token-of-sixteen-characters\n');
chmodSync(tokenFile, 0o600);
afterAll(remove);

const ORDER = {
  ...{ id: '0198b3c4-0000-7000-8000-00000000abcd', amount: { minor: 1n, currency: 'EUR' }, reference: 'x' },
  ...{ creditor: { name: 'x', account: 'DE89370400440532013000' }, expiresAt: new Date('2099-01-01T00:00:00Z') },
};
const configured = (url: string | undefined, file: string | undefined): ReturnType<typeof railOutside> =>
  railOutside({ env: { SUPERCARGO_RAIL_URL: url, SUPERCARGO_RAIL_TOKEN_FILE: file }, home });

test('of a home whose rail was never started, ended or started again, it finds the one there is', async () => {
  const rail = await railOutside({ env: {}, home });
  expect(await rail.find(ORDER)).toMatchObject({ kind: 'unknown' });
  expect(await startRail(home)).toBe('started');
  expect(await rail.pay(ORDER)).toMatchObject({ kind: 'executed', reference: 'RAIL-000001' });
  expect(await startRail(home)).toBe('already running');
  expect(await stopRail(home)).toBe(true);
  expect(await rail.find(ORDER)).toMatchObject({ kind: 'unknown' });
  await startRail(home);
  expect(await rail.find(ORDER)).toMatchObject({ kind: 'executed', reference: 'RAIL-000001' });
});

test('with a URL and a token of its own it reaches that rail, with the token as it is now', async () => {
  await startRail(home);
  const address = await railAddress(home);
  const rail = await configured(`${address?.url ?? ''}/`, tokenFile);
  expect(await rail.find(ORDER)).toEqual({ kind: 'unknown', reason: 'the payment rail answered with status 401' });
  writeFileSync(tokenFile, (await address?.token()) ?? '');
  expect(await rail.find(ORDER)).toMatchObject({ kind: 'executed' });
});

test.each([
  ['without its token', 'https://rail.example', undefined],
  ['of nothing', '', tokenFile],
  ['in the clear to another machine', 'http://rail.example', tokenFile],
  ['in the clear to what only looks like this one', 'http://127.0.0.1.rail.example', tokenFile],
  ['of another scheme', 'file:///etc/passwd', tokenFile],
  ['with a user', 'https://hunter2@rail.example', tokenFile],
  ['with a query', 'https://rail.example/?hunter2', tokenFile],
  ['of words', 'the rail hunter2', tokenFile],
])('does not start with a rail’s URL %s, and says so without its value', async (_, url, file) => {
  const start = configured(url, file);
  await expect(start).rejects.toThrow(ConfigurationError);
  await expect(start).rejects.not.toThrow(/hunter2|example/);
});

test('does not start with a token and no URL, a file that is not there or that holds no token', async () => {
  await expect(configured(undefined, tokenFile)).rejects.toThrow('given together');
  await expect(configured('https://rail.example', join(folder, 'gone'))).rejects.toThrow('RAIL_TOKEN_FILE');
  writeFileSync(join(folder, 'two lines'), 'a-token-of-sixteen-characters\nand another\n');
  await expect(configured('https://rail.example', join(folder, 'two lines'))).rejects.toThrow('RAIL_TOKEN_FILE');
});
