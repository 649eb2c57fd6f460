import { signInStage, STAGE_RESOURCE } from '@supercargo/testing';
import { expect, test } from 'vitest';
import type { Presented } from './identity.ts';

const METADATA_URL = 'https://inventory.example/.well-known/oauth-protected-resource/mcp';
const CHALLENGE = `Bearer scope="test:read", resource_metadata="${METADATA_URL}"`;

test('without credentials the challenge names the metadata and the baseline scope, and no error', async () => {
  await using stage = await signInStage();
  for (const authorization of [[], ['Basic bWFyYTpwYXNz'], ['']]) {
    expect(await stage.refusal(stage.present('', { authorization }))).toEqual({
      ...{ status: 401, error: undefined, reason: 'no_credentials', challenge: CHALLENGE },
      ...{ dpopNonce: undefined, retryAfter: undefined },
    });
  }
});

test.for<[string, string, (token: string) => Partial<Presented>]>([
  [
    'two Authorization headers',
    'several_authorizations',
    (token) => ({ authorization: [`Bearer ${token}`, `Bearer ${token}`] }),
  ],
  [
    'two in one header',
    'authorization_malformed',
    (token) => ({ authorization: [`Bearer ${token}, Bearer ${token}`] }),
  ],
  ['a scheme alone', 'authorization_malformed', () => ({ authorization: ['Bearer'] })],
  ['no space', 'authorization_malformed', (token) => ({ authorization: [`Bearer:${token}`] })],
  [
    'white space in the token',
    'authorization_malformed',
    (token) => ({ authorization: [`Bearer ${token.replace('.', '.\t')}`] }),
  ],
  ['a line break in the token', 'authorization_malformed', (token) => ({ authorization: [`Bearer ${token}\n`] })],
  ['a letter that is not ASCII', 'authorization_malformed', (token) => ({ authorization: [`Bearer ${token}ü`] })],
  ['a token in the query or the body', 'presented_elsewhere', () => ({ authorization: [], elsewhere: true })],
  ['a good token here and another in the query', 'presented_elsewhere', () => ({ elsewhere: true })],
])('answers 400 to %s', async ([, reason, present]) => {
  await using stage = await signInStage();
  const token = await stage.mint.mint();
  const refusal = await stage.refusal(stage.present(token, present(token)));
  expect(refusal).toMatchObject({ status: 400, error: 'invalid_request', reason });
  expect(refusal.challenge).toBe(CHALLENGE.replace('Bearer ', 'Bearer error="invalid_request", '));
});

test('a header far over 8 KiB is refused for its size, whatever is in it', async () => {
  await using stage = await signInStage();
  expect(await stage.ask('é'.repeat(100_000))).toBe('token_too_long');
});

test('the name of the scheme may be written in any case', async () => {
  await using stage = await signInStage();
  expect(await stage.ask('', { authorization: [`bEARER  ${await stage.mint.mint()}`] })).toBe('ok');
});

test('DPoP is refused where no issuer binds tokens', async () => {
  await using stage = await signInStage();
  const authorization = [`DPoP ${await stage.mint.mint()}`];
  expect(await stage.ask('', { authorization })).toBe('binding_not_accepted');
  expect(await stage.ask(await stage.mint.mint({ cnf: { jkt: 'a'.repeat(43) } }))).toBe('bound_token_as_bearer');
});

test('a refusal for scopes names every scope of the call', async () => {
  await using stage = await signInStage();
  expect(stage.authenticator.insufficientScope(['test:read', 'test:write'])).toBe(
    `Bearer error="insufficient_scope", scope="test:read test:write", resource_metadata="${METADATA_URL}"`,
  );
  expect(() => stage.authenticator.insufficientScope(['a" , error="'])).toThrow('names scopes');
});

test('the metadata is at the path-inserted address and promises no refresh', async () => {
  await using stage = await signInStage({ server: { resourceName: 'Inventory' } });
  expect(stage.authenticator.metadata).toEqual({
    path: '/.well-known/oauth-protected-resource/mcp',
    document: {
      ...{ resource: STAGE_RESOURCE, resource_name: 'Inventory', authorization_servers: [stage.mint.issuer] },
      ...{ scopes_supported: ['test:read', 'test:write'], bearer_methods_supported: ['header'] },
    },
  });
});

test('a resource at the root has its metadata at the plain well-known address', async () => {
  await using stage = await signInStage({ server: { resource: 'https://inventory.example/' } });
  expect(stage.authenticator.metadata.path).toBe('/.well-known/oauth-protected-resource');
});

test('a remembered token is verified once, and refused from the second it expires', async () => {
  await using stage = await signInStage();
  const token = await stage.mint.mint({ exp: stage.mint.now() + 60 });
  expect(await stage.ask(token)).toBe('ok');
  stage.advance(59);
  expect(await stage.ask(token)).toBe('ok');
  stage.advance(1);
  expect(await stage.ask(token)).toBe('expired');
});

test('one character more or less is another token', async () => {
  await using stage = await signInStage();
  const token = await stage.mint.mint();
  expect(await stage.ask(token)).toBe('ok');
  expect(await stage.ask(`${token}=`)).toBe('base64url_loose');
  expect(await stage.ask(token.slice(0, -1))).toBe('base64url_loose');
  expect(await stage.ask(token)).toBe('ok');
});

test('what a refused sign-in tells names the issuer if it is ours, and the client if it was verified', async () => {
  await using stage = await signInStage();
  await stage.ask(await stage.mint.mint({ iss: 'https://login.example' }));
  await stage.ask(await stage.mint.mint({ aud: 'https://payments.example/mcp' }));
  await stage.ask(await stage.mint.mint({ scope: 'a a' }));
  const [unknown, known, verified] = stage.refused;
  expect(unknown).toEqual({
    reason: 'issuer_unknown',
    issuer: undefined,
    client: undefined,
    address: '192.0.2.1',
    failures: 1,
  });
  expect(known).toMatchObject({ reason: 'audience_other', issuer: stage.mint.issuer, client: undefined, failures: 2 });
  expect(verified).toMatchObject({ reason: 'scopes_malformed', client: 'test-client', failures: 3 });
});

test('past the threshold unknown tokens of an address wait, remembered ones and other addresses do not', async () => {
  await using stage = await signInStage({ server: { failures: { slowAfter: 5 } } });
  const remembered = await stage.mint.mint();
  expect(await stage.ask(remembered)).toBe('ok');
  const wrong = await stage.mint.mint({ aud: 'https://payments.example/mcp' });
  for (let at = 0; at < 5; at += 1) expect(await stage.ask(wrong)).toBe('audience_other');
  const tokens = await Promise.all(Array.from({ length: 3 }, () => stage.mint.mint()));
  const answers = await Promise.all(tokens.map((token) => stage.authenticator.authenticate(stage.present(token))));
  const slowed = { ok: false, refusal: { status: 429, error: undefined, reason: 'sign_ins_slowed', retryAfter: 1 } };
  expect(answers).toMatchObject([{ ok: true }, slowed, slowed]);
  expect(await stage.ask(remembered)).toBe('ok');
  expect(await stage.ask(await stage.mint.mint(), { address: '192.0.2.2' })).toBe('ok');
});

test('a caller without credentials is not counted, nor one refused for what fails on our side', async () => {
  await using stage = await signInStage({ deps: { isRevoked: () => Promise.reject(new Error('no list')) } });
  await stage.ask('', { authorization: [] });
  await stage.ask(await stage.mint.mint());
  await stage.ask('wrong');
  expect(stage.refused.map(({ reason, failures }) => [reason, failures])).toEqual([
    ['no_credentials', 0],
    ['revocation_unknown', 0],
    ['token_malformed', 1],
  ]);
});

test('says what is unmet until the first keys are there', async () => {
  await using stage = await signInStage({ issuer: { jwksUri: 'http://127.0.0.1:9/jwks' } });
  expect(stage.authenticator.unmet()).toMatchObject([
    { control: 'keys', problem: `no keys of ${stage.mint.issuer} that may still be used` },
  ]);
});

test('finds keys by the metadata of the issuer', async () => {
  await using stage = await signInStage({ issuer: { jwksUri: undefined } });
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
});
