import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenMint } from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { startWithIssuer, type IssuerProcess } from './issuer-process.fixture.ts';

const HOUR = 3_600;
const UNKNOWN = { header: { kid: 'nobody' } };

const here = await startWithIssuer();
const { mint, advance, call, token, deny, said, unmet } = here;
afterAll(() => here[Symbol.asyncDispose]());

async function answers(...tokens: readonly string[]): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const one of tokens) statuses.push(await call(one));
  return statuses;
}

/** How often the process refused for this reason, by the record that it keeps, and whose tokens. */
const refusals = (reason: string, { database }: IssuerProcess = here): Promise<readonly object[]> =>
  database.admin(
    'select issuer, sum(refusals)::int as refusals from audit.unauthenticated where reason = $1 group by 1',
    [reason],
  );

const noted = async (): Promise<readonly { readonly keyId: string; readonly first: boolean }[]> =>
  here.database.admin(
    `select record::jsonb ->> 'key_id' as "keyId", (record::jsonb ->> 'first')::boolean as first
     from audit.unauthenticated_entry
     where record::jsonb ->> 'kind' = 'issuer_key' and record::jsonb ->> 'issuer' = $1 order by at`,
    [mint.issuer],
  );

// One story of one process: each test goes on where the one before it ended.

test('a rotated key is let in when the wait between two fetches is over, by one fetch, and is in the audit log', async () => {
  expect(await call(await token())).toBe(200);
  await mint.rotate();
  const fetches = mint.keyFetches();
  const next = await token();
  expect(await call(next)).toBe(401);
  expect(mint.keyFetches()).toBe(fetches);
  advance(30);
  expect(await answers(next, await token())).toEqual([200, 200]);
  expect(mint.keyFetches()).toBe(fetches + 1);
  expect(await noted()).toEqual([
    { keyId: 'key-1', first: true },
    { keyId: 'key-2', first: false },
  ]);
});

test('a key that is published no longer is refused after the next refresh, remembered tokens too', async () => {
  const [first] = mint.keys();
  if (first === undefined) throw new Error('no key');
  const ofFirst = (): Promise<string> => mint.mint({ scope: 'inventory:read' }, { key: first });
  const remembered = await ofFirst();
  const other = await ofFirst();
  expect(await call(remembered)).toBe(200);
  mint.remove(first.keyId);
  expect(await call(remembered)).toBe(200);
  advance(301);
  // This one makes the process ask, and does not wait for the answer.
  await call(remembered);
  await vi.waitFor(async () => expect(await call(remembered)).toBe(401), 5_000);
  expect(await call(other)).toBe(401);
  expect(await call(await token())).toBe(200);
});

test('a denied key is refused within five seconds, remembered tokens too, and no key is trusted without the list', async () => {
  const remembered = await token();
  expect(await call(remembered)).toBe(200);
  deny('key-2');
  await vi.waitFor(async () => expect(await call(remembered)).toBe(401), 5_000);
  expect(await call(await token())).toBe(401);
  await vi.waitFor(async () => expect(await refusals('key_denied')).toMatchObject([{ issuer: mint.issuer }]));
  deny('another');
  advance(5);
  expect(await call(remembered)).toBe(200);
  deny('');
  advance(5);
  expect(await answers(remembered, await token())).toEqual([401, 401]);
  await vi.waitFor(async () => expect(await refusals('deny_list_unreadable')).toMatchObject([{ refusals: 2 }]));
  deny();
  advance(5);
  expect(await call(remembered)).toBe(200);
});

test('an issuer that is down for 59 minutes is not missed, and an unknown key is refused at once', async () => {
  advance(30);
  const fetches = mint.keyFetches();
  expect(await call(await mint.mint({}, UNKNOWN))).toBe(401);
  expect(mint.keyFetches()).toBe(fetches + 1);
  await mint.stop();
  const remembered = await token();
  expect(await call(remembered)).toBe(200);
  advance(59 * 60);
  const failures = said(`the keys of ${mint.issuer}`);
  const began = performance.now();
  expect(await answers(remembered, await token())).toEqual([200, 200]);
  for (let at = 0; at < 5; at += 1) expect(await call(await mint.mint({}, UNKNOWN))).toBe(401);
  expect(performance.now() - began).toBeLessThan(5_000);
  // All of these together asked once.
  await vi.waitFor(() => expect(said(`the keys of ${mint.issuer}`)).toBe(failures + 1));
  expect(said('could not be reached')).toBeGreaterThan(0);
  expect(await unmet()).toEqual([]);
});

test('after an hour nobody is let in, and the process says why', async () => {
  const remembered = await token();
  expect(await call(remembered)).toBe(200);
  advance(61);
  expect(await answers(remembered, await token())).toEqual([401, 401]);
  await vi.waitFor(async () => {
    expect(await refusals('keys_unavailable')).toEqual([{ issuer: mint.issuer, refusals: 2 }]);
  });
  expect(await unmet()).toEqual(['keys']);
});

test('when it is back, everybody is let in again by the same process', async () => {
  await mint.start();
  advance(30);
  expect(await call(await token())).toBe(200);
  expect(await unmet()).toEqual([]);
});

test('told to stop, it has said nothing of any token', async () => {
  here.server.child.kill('SIGTERM');
  const { code, stderr } = await here.server.ended;
  expect(code).toBe(0);
  expect(stderr).not.toContain('eyJ');
});

test('an introspection that cannot be had lets nobody in, remembered or not, and does again when it can', async () => {
  await using asked = await introspecting();
  const remembered = await asked.token();
  expect(await asked.call(remembered)).toBe(200);
  await asked.endpoint.stop();
  expect(await asked.call(remembered)).toBe(401);
  expect(await asked.call(await asked.token())).toBe(401);
  await vi.waitFor(async () => {
    expect(await refusals('introspection_unknown', asked)).toEqual([{ issuer: asked.mint.issuer, refusals: 2 }]);
  });
  await asked.endpoint.start();
  expect(await asked.call(remembered)).toBe(200);
  asked.endpoint.answer('/introspect', (_request, response) => response.end('{"active":false}'));
  expect(await asked.call(remembered)).toBe(401);
  expect(asked.said('eyJ')).toBe(0);
});

test('what the list revokes is refused within five seconds, nobody else, and everybody while it cannot be read', async () => {
  const lists: string[] = [];
  await using revoking = await startWithIssuer((folder) => {
    const revokedTokensFile = join(folder, 'revoked.json');
    lists.push(revokedTokensFile);
    writeFileSync(revokedTokensFile, '[]');
    return { revokedTokensFile };
  });
  const list = (text: string): void => writeFileSync(lists[0] ?? '', text);
  const [lost, old, other] = [
    await revoking.token({ jti: 'lost-laptop' }),
    await revoking.token({ sub: 'left', iat: revoking.mint.now() - 60, exp: revoking.mint.now() + 600 }),
    await revoking.token(),
  ];
  const outcome = async (): Promise<readonly number[]> =>
    Promise.all([lost, old, other].map((token) => revoking.call(token)));
  await vi.waitFor(async () => expect(await revoking.unmet()).toEqual([]), 5_000);
  expect(await outcome()).toEqual([200, 200, 200]);
  const left = { subject: 'left', issuedBefore: new Date().toISOString() };
  list(JSON.stringify([{ tokenId: 'lost-laptop' }, left]));
  await vi.waitFor(async () => expect(await outcome()).toEqual([401, 401, 200]), 5_000);
  expect(await revoking.call(await revoking.token({ jti: 'lost-laptop' }))).toBe(401);
  expect(await revoking.call(await revoking.token({ sub: 'left' }))).toBe(200);
  const { issuer } = revoking.mint;
  await vi.waitFor(async () => expect(await refusals('revoked', revoking)).toMatchObject([{ issuer }]));
  expect(await revoking.unmet()).toEqual([]);
  list('[{ "tokenId": "lost');
  await vi.waitFor(async () => expect(await outcome()).toEqual([401, 401, 401]), 5_000);
  expect(await revoking.unmet()).toEqual(['revocations']);
  expect(revoking.said(`the revocation list of ${issuer}`)).toBeGreaterThan(0);
  expect(revoking.said('lost-laptop')).toBe(0);
  list('[]');
  await vi.waitFor(async () => expect(await outcome()).toEqual([200, 200, 200]), 5_000);
  expect(await revoking.unmet()).toEqual([]);
});

/** Where the issuer says whether a token still holds is another server than where it shows its keys. */
async function introspecting() {
  const endpoint = await tokenMint({ audience: '' });
  const started = await startWithIssuer((folder) => {
    const clientSecretFile = join(folder, 'secret');
    writeFileSync(clientSecretFile, 'of the server');
    const client = { endpoint: endpoint.introspectionEndpoint, clientId: 'inventory', clientSecretFile };
    return { introspection: { consult: 'every', ...client }, lifetimeSecondsMax: HOUR };
  });
  return {
    ...started,
    endpoint,
    [Symbol.asyncDispose]: async () => {
      await started[Symbol.asyncDispose]();
      await endpoint.close();
    },
  };
}
