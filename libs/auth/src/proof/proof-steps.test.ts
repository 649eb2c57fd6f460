import {
  proofMint,
  signInStage,
  STAGE_RESOURCE,
  type Members,
  type ProofMint,
  type SignInStage,
} from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALGORITHMS } from '../config/issuer-config.ts';
import { proofSteps } from './proof-steps.ts';

const here: { stage: SignInStage; client: ProofMint; other: ProofMint; nonce: string } = {} as never;

beforeAll(async () => {
  here.stage = await signInStage({
    issuer: { senderConstraint: { kind: 'dpop', required: false } },
    server: { failures: { slowAfter: 10_000 } },
  });
  here.client = await proofMint('ES256', here.stage.clock);
  here.other = await proofMint('ES256', here.stage.clock);
  here.nonce = await freshNonce(here.stage, here.client);
});
afterAll(() => here.stage[Symbol.asyncDispose]());

const bound = (stage: SignInStage, client: ProofMint): Promise<string> =>
  stage.mint.mint({ cnf: { jkt: client.thumbprint } });

/** What a client does first: it is refused, and told a nonce. */
async function freshNonce(stage: SignInStage, client: ProofMint): Promise<string> {
  const token = await bound(stage, client);
  const proof = await client.prove({ method: 'POST', url: STAGE_RESOURCE, token });
  const { dpopNonce } = await stage.refusal(stage.present('', { authorization: [`DPoP ${token}`], dpop: [proof] }));
  expect(dpopNonce).toBeDefined();
  return dpopNonce ?? '';
}

interface Broken {
  readonly claims?: Members;
  readonly header?: Members;
  readonly by?: ProofMint;
  readonly dpop?: (proof: string) => readonly string[];
}

async function ask(broken: Broken): Promise<string> {
  const token = await bound(here.stage, here.client);
  const request = { method: 'POST', url: STAGE_RESOURCE, token, nonce: here.nonce };
  const proof = await (broken.by ?? here.client).prove(request, broken.claims, broken.header);
  return here.stage.ask('', { authorization: [`DPoP ${token}`], dpop: broken.dpop?.(proof) ?? [proof] });
}

const seconds = (): number => here.stage.mint.now();
const symmetric = { kty: 'oct', k: Buffer.alloc(32, 7).toString('base64url') };
const edit = (proof: string, at: number, part: string): string => proof.split('.').with(at, part).join('.');

/** The checks of RFC 9449 §4.3 by number, each broken in a proof that is otherwise good. */
const LINES: readonly (readonly [number, string, string, () => Broken])[] = [
  [1, 'no proof', 'proof_absent', () => ({ dpop: () => [] })],
  [1, 'two proofs', 'proof_repeated', () => ({ dpop: (proof) => [proof, proof] })],
  [2, 'no JWT', 'proof_malformed', () => ({ dpop: () => ['proof'] })],
  [2, 'two JWTs in one header', 'proof_malformed', () => ({ dpop: (proof) => [`${proof}, ${proof}`] })],
  [2, 'padding', 'proof_malformed', () => ({ dpop: (proof) => [`${proof}=`] })],
  [2, 'over 8 KiB', 'proof_malformed', () => ({ claims: { padding: 'x'.repeat(8_000) } })],
  [
    2,
    'a claim twice',
    'proof_malformed',
    () => ({ dpop: (proof) => [edit(proof, 1, Buffer.from('{"jti":"a","jti":"b"}').toString('base64url'))] }),
  ],
  [2, 'crit', 'proof_malformed', () => ({ header: { crit: ['b64'], b64: false } })],
  [2, 'jku', 'proof_malformed', () => ({ header: { jku: 'https://login.example/jwks' } })],
  [3, 'no jti', 'proof_incomplete', () => ({ claims: { jti: undefined } })],
  [3, 'no htm', 'proof_incomplete', () => ({ claims: { htm: undefined } })],
  [3, 'no htu', 'proof_incomplete', () => ({ claims: { htu: undefined } })],
  [3, 'no iat', 'proof_incomplete', () => ({ claims: { iat: undefined } })],
  [3, 'a jti that is too long', 'proof_incomplete', () => ({ claims: { jti: 'x'.repeat(257) } })],
  [4, 'the type of an access token', 'proof_type_refused', () => ({ header: { typ: 'at+jwt' } })],
  [4, 'no type', 'proof_type_refused', () => ({ header: { typ: undefined } })],
  [5, 'alg none', 'proof_algorithm_refused', () => ({ header: { alg: 'none' } })],
  [5, 'alg HS256', 'proof_algorithm_refused', () => ({ header: { alg: 'HS256', jwk: symmetric } })],
  [6, 'a signature by another key', 'proof_signature_wrong', () => ({ header: { jwk: here.other.publicJwk } })],
  [6, 'no signature to speak of', 'proof_signature_wrong', () => ({ dpop: (proof) => [edit(proof, 2, 'AAAA')] })],
  [7, 'the private key', 'proof_key_refused', () => ({ header: { jwk: here.client.privateJwk } })],
  [7, 'a symmetric key', 'proof_key_refused', () => ({ header: { jwk: symmetric } })],
  [7, 'no key', 'proof_key_refused', () => ({ header: { jwk: undefined } })],
  [7, 'a key for another algorithm', 'proof_key_refused', () => ({ header: { alg: 'RS256' } })],
  [8, 'another method', 'proof_of_another_method', () => ({ claims: { htm: 'GET' } })],
  [8, 'the method in other case', 'proof_of_another_method', () => ({ claims: { htm: 'post' } })],
  [9, 'another path', 'proof_of_another_address', () => ({ claims: { htu: 'https://inventory.example/' } })],
  [9, 'another host', 'proof_of_another_address', () => ({ claims: { htu: 'https://payments.example/mcp' } })],
  [9, 'another scheme', 'proof_of_another_address', () => ({ claims: { htu: 'http://inventory.example/mcp' } })],
  [
    9,
    'somebody in the address',
    'proof_of_another_address',
    () => ({ claims: { htu: 'https://me@inventory.example/mcp' } }),
  ],
  [9, 'no address', 'proof_of_another_address', () => ({ claims: { htu: '/mcp' } })],
  [10, 'no nonce', 'proof_nonce_wrong', () => ({ claims: { nonce: undefined } })],
  [
    10,
    'a nonce of somebody else',
    'proof_nonce_wrong',
    () => ({ claims: { nonce: Buffer.alloc(22, 1).toString('base64url') } }),
  ],
  [10, 'a nonce with another time', 'proof_nonce_wrong', () => ({ claims: { nonce: `B${here.nonce.slice(1)}` } })],
  [11, 'older than five minutes', 'proof_out_of_time', () => ({ claims: { iat: seconds() - 301 } })],
  [11, 'from the future', 'proof_out_of_time', () => ({ claims: { iat: seconds() + 31 } })],
  [
    12,
    'for another token',
    'proof_of_another_token',
    () => ({ claims: { ath: Buffer.alloc(32).toString('base64url') } }),
  ],
  [12, 'for no token', 'proof_of_another_token', () => ({ claims: { ath: undefined } })],
  [12, 'by a key the token is not bound to', 'proof_of_another_key', () => ({ by: here.other })],
];

test('every check of RFC 9449 §4.3 is in the list, and has a refusing test', () => {
  const numbers = Array.from({ length: 12 }, (_, at) => at + 1);
  expect(proofSteps.map(({ rfc }) => rfc).toSorted((a, b) => a - b)).toEqual(numbers);
  expect([...new Set(LINES.map(([rfc]) => rfc))].toSorted((a, b) => a - b)).toEqual(numbers);
});

test.for(LINES)('refuses by check %i: %s', async ([, , reason, broken]) => {
  expect(await ask(broken())).toBe(reason);
});

test.for(ALGORITHMS.filter((one) => one !== 'EdDSA'))('lets in with a proof of %s', async (algorithm) => {
  const client = await proofMint(algorithm, here.stage.clock);
  const token = await bound(here.stage, client);
  const proof = await client.prove({ method: 'POST', url: STAGE_RESOURCE, token, nonce: here.nonce });
  const answer = await here.stage.authenticator.authenticate(
    here.stage.present('', { authorization: [`dpop ${token}`], dpop: [proof] }),
  );
  expect(answer).toMatchObject({
    ok: true,
    value: { confirmation: { kind: 'dpop', thumbprint: client.thumbprint } },
  });
});

test('query, fragment, default port and case of the host make no other address', async () => {
  expect(await ask({ claims: { htu: 'HTTPS://Inventory.Example:443/mcp?x=1#y' } })).toBe('ok');
});

test('a proof is used once', async () => {
  const token = await bound(here.stage, here.client);
  const proof = await here.client.prove({ method: 'POST', url: STAGE_RESOURCE, token, nonce: here.nonce });
  const once = { authorization: [`DPoP ${token}`], dpop: [proof] };
  expect(await here.stage.ask('', once)).toBe('ok');
  expect(await here.stage.ask('', once)).toBe('proof_replayed');
  expect(await ask({ claims: { jti: 'the same' } })).toBe('ok');
  expect(await ask({ claims: { jti: 'the same' } })).toBe('proof_replayed');
});

test('of many uses of one proof at once, one is let in', async () => {
  const token = await bound(here.stage, here.client);
  const proof = await here.client.prove({ method: 'POST', url: STAGE_RESOURCE, token, nonce: here.nonce });
  const uses = Array.from({ length: 20 }, () =>
    here.stage.ask('', { authorization: [`DPoP ${token}`], dpop: [proof] }),
  );
  const reasons = await Promise.all(uses);
  expect(reasons.filter((reason) => reason === 'ok')).toHaveLength(1);
});

test('a proof that is wrong says nothing of the token beside it', async () => {
  const { stage, client } = here;
  const wrong = await stage.mint.mint({ cnf: { jkt: client.thumbprint }, aud: 'https://payments.example/mcp' });
  for (const token of [wrong, await bound(stage, client)]) {
    const proof = await client.prove({ method: 'GET', url: STAGE_RESOURCE, token, nonce: here.nonce });
    expect(await stage.ask('', { authorization: [`DPoP ${token}`], dpop: [proof] })).toBe('proof_of_another_method');
  }
});

test('no downgrade: a bound token is refused as Bearer, with or without its proof', async () => {
  const { stage, client } = here;
  const token = await bound(stage, client);
  const proof = await client.prove({ method: 'POST', url: STAGE_RESOURCE, token, nonce: here.nonce });
  expect(await stage.ask(token)).toBe('bound_token_as_bearer');
  expect(await stage.ask(token, { dpop: [proof] })).toBe('bound_token_as_bearer');
});

test('no upgrade: a token that is not bound is refused as DPoP', async () => {
  const { stage, client } = here;
  const token = await stage.mint.mint();
  const proof = await client.prove({ method: 'POST', url: STAGE_RESOURCE, token, nonce: here.nonce });
  expect(await stage.ask('', { authorization: [`DPoP ${token}`], dpop: [proof] })).toBe('unbound_token_as_dpop');
  expect(await stage.ask(token)).toBe('ok');
});

test('the challenge of a proof leaves Bearer without an error, and lists the algorithms', async () => {
  const { stage, client } = here;
  const token = await bound(stage, client);
  const { challenge, status, error } = await stage.refusal(stage.present('', { authorization: [`DPoP ${token}`] }));
  expect({ status, error }).toEqual({ status: 401, error: 'invalid_dpop_proof' });
  const named =
    'scope="test:read", resource_metadata="https://inventory.example/.well-known/oauth-protected-resource/mcp"';
  expect(challenge).toBe(`Bearer ${named}, DPoP error="invalid_dpop_proof", algs="${ALGORITHMS.join(' ')}", ${named}`);
});
