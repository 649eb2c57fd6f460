import { signInStage, WRONG_AFTER_IT, WRONG_BEFORE_THE_SIGNATURE, type SignInStage } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenSteps } from './token-steps.ts';

/** The lines of the lists by the step that they break. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  size: ['size'],
  parts: ['parts', 'base64url'],
  members: ['members'],
  algorithm: ['alg'],
  type: ['typ'],
  header: ['header'],
  issuer: ['issuer'],
  audience: ['audience'],
  signature: ['signature'],
  expiry: ['exp'],
  lifetime: ['lifetime', 'iat'],
  start: ['nbf', 'iat'],
  names: ['sub', 'client_id', 'jti', 'tenant'],
  scopes: ['scopes'],
  person: ['person', 'roles', 'customer', 'auth_time', 'acr', 'cnf'],
};

const stage: { here: SignInStage } = { here: undefined as never };
beforeAll(async () => (stage.here = await signInStage({ server: { failures: { slowAfter: 10_000 } } })));
afterAll(() => stage.here[Symbol.asyncDispose]());

const now = (): number => stage.here.mint.now();
test('a good token says who calls', async () => {
  const { mint, authenticator, present } = stage.here;
  const claims = {
    roles: ['manager'],
    auth_time: now() - 60,
    acr: 'urn:pin',
    scope: 'test:read test:write',
    act: { sub: 'bot' },
  };
  const answer = await authenticator.authenticate(present(await mint.mint(claims)));
  expect(answer).toMatchObject({
    ok: true,
    value: {
      ...{ tenant: 'acme', person: 'mara', subject: 'mara', client: 'test-client', issuer: mint.issuer },
      ...{
        roles: ['manager'],
        customer: null,
        acr: 'urn:pin',
        authTime: now() - 60,
        delegated: true,
        confirmation: null,
      },
      scopes: new Set(['test:read', 'test:write']),
    },
  });
});

test.for(WRONG_BEFORE_THE_SIGNATURE)('refuses %s, and asks the issuer nothing', async ([, reason, forge]) => {
  const { mint, ask, advance } = stage.here;
  // Keys are fresh, and half a minute old: whoever names an unknown one now makes the server ask.
  advance(30);
  const fetches = mint.keyFetches();
  expect(await ask(await mint.mint({}, { header: { kid: 'nobody' } }))).toBe('key_unknown');
  expect(mint.keyFetches()).toBe(fetches + 1);
  advance(30);
  const token = await forge(mint);
  const requests = mint.requests();
  expect(await ask(token)).toBe(reason);
  expect(mint.requests()).toBe(requests);
});

test.for(WRONG_AFTER_IT)('refuses %s', async ([, reason, forge]) => {
  const { mint, ask } = stage.here;
  expect(await ask(await forge(mint))).toBe(reason);
});

test('every step is in the lists of wrong tokens', () => {
  const lines = [...WRONG_BEFORE_THE_SIGNATURE, ...WRONG_AFTER_IT].map(([line]) => line.slice(0, line.indexOf(':')));
  const lacking = tokenSteps.flatMap(
    ({ name }) => LINES[name]?.filter((line) => !lines.includes(line)) ?? [`step ${name}`],
  );
  expect(lacking).toEqual([]);
  expect([...new Set(lines)].filter((line) => !Object.values(LINES).flat().includes(line))).toEqual([]);
});

test('answers every wrong token with the same bytes, whatever is wrong', async () => {
  const { mint, refusal, present } = stage.here;
  const answers = new Set<string>();
  for (const [, , forge] of [...WRONG_BEFORE_THE_SIGNATURE, ...WRONG_AFTER_IT]) {
    const { reason: _reason, issuer: _issuer, client: _client, ...outside } = await refusal(present(await forge(mint)));
    answers.add(JSON.stringify(outside));
  }
  expect([...answers]).toEqual([
    JSON.stringify({
      status: 401,
      error: 'invalid_token',
      challenge:
        'Bearer error="invalid_token", scope="test:read", resource_metadata="https://inventory.example/.well-known/oauth-protected-resource/mcp"',
    }),
  ]);
});

test('accepts what is just within the limits', async () => {
  const { mint, ask } = stage.here;
  expect(await ask(await mint.mint({ iat: now() + 30, nbf: now() + 30 }))).toBe('ok');
  expect(await ask(await mint.mint({ iat: now() - 3_599, exp: now() + 1 }))).toBe('ok');
  expect(await ask(await mint.mint({ aud: ['https://inventory.example/mcp'] }))).toBe('ok');
  expect(await ask(await mint.mint({}, { header: { typ: 'application/at+jwt' } }))).toBe('ok');
});

test('a token of one character over 8 KiB is refused, and one of 8 KiB is not', async () => {
  const { mint, ask } = stage.here;
  const lengths = new Map<number, string>();
  // Base64url grows by one, one and two characters, so that some lengths are never met.
  for (let padding = 5_600; !lengths.has(8_193) && padding < 6_200; padding += 1) {
    const token = await mint.mint({ padding: 'x'.repeat(padding) });
    lengths.set(token.length, token);
  }
  const [longest] = [...lengths.keys()].filter((length) => length <= 8_192).toSorted((a, b) => b - a);
  expect(longest).toBeGreaterThan(8_189);
  expect(await ask(lengths.get(longest ?? 0) ?? '')).toBe('ok');
  expect(await ask(lengths.get(8_193) ?? '')).toBe('token_too_long');
});
