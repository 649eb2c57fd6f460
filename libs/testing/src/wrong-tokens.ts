import { generateKeyPair } from 'jose';
import { createHmac } from 'node:crypto';
import type { TokenMint } from './token-mint.ts';

/** A token broken in one place, the line of the token check that it breaks, and the reason that the log gives. */
export type WrongToken = readonly [line: string, reason: string, forge: (mint: TokenMint) => Promise<string>];

const part = (text: string): string => Buffer.from(text).toString('base64url');

/** A good token with one of its three parts put another way. */
async function spelled(mint: TokenMint, at: 0 | 1 | 2, write: (part: string) => string): Promise<string> {
  return (await mint.mint())
    .split('.')
    .map((one, index) => (index === at ? write(one) : one))
    .join('.');
}

/** The last character of a part with one of its unused bits set: the same bytes to a lenient decoder. */
function spareBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bumped = alphabet[alphabet.indexOf(text.at(-1) ?? '') + 1] ?? '';
  const other = text.slice(0, -1) + bumped;
  if (!Buffer.from(other, 'base64url').equals(Buffer.from(text, 'base64url'))) throw new Error('no spare bits here');
  return other;
}

/** Signs members written as text, so that a member can be written twice. */
async function signed(mint: TokenMint, header: string, claims: string): Promise<string> {
  const [goodHeader = '', goodClaims = ''] = (await mint.mint())
    .split('.')
    .map((one) => Buffer.from(one, 'base64url').toString());
  return mint.sign(goodHeader.replace('{', `{${header}`), goodClaims.replace('{', `{${claims}`));
}

/** Wrong in what is looked at before any key is: none of these may make a server ask its issuer for anything. */
export const WRONG_BEFORE_THE_SIGNATURE: readonly WrongToken[] = [
  ['size: over 8 KiB', 'token_too_long', (mint) => mint.mint({ padding: 'x'.repeat(8_000) })],
  ['parts: two', 'token_malformed', async (mint) => (await mint.mint()).split('.').slice(0, 2).join('.')],
  ['parts: five, an encrypted token', 'token_malformed', async (mint) => `${await mint.mint()}.AA.AA`],
  ['parts: an empty signature', 'base64url_loose', (mint) => spelled(mint, 2, () => '')],
  ['parts: an empty header', 'base64url_loose', (mint) => spelled(mint, 0, () => '')],
  ['base64url: padding', 'base64url_loose', (mint) => spelled(mint, 2, (one) => `${one}==`)],
  ['base64url: spare bits in the signature', 'base64url_loose', (mint) => spelled(mint, 2, spareBits)],
  ['base64url: the other alphabet', 'base64url_loose', (mint) => spelled(mint, 2, (one) => `${one.slice(0, -4)}+/+/`)],
  ['members: a claim twice', 'json_duplicate', (mint) => signed(mint, '', '"sub":"finn",')],
  ['members: a claim twice, once with escapes', 'json_duplicate', (mint) => signed(mint, '', '"s\\u0075b":"finn",')],
  ['members: a member of the header twice', 'json_duplicate', (mint) => signed(mint, '"alg":"none",', '')],
  [
    'members: a member of a nested claim twice',
    'json_duplicate',
    (mint) => signed(mint, '', '"cnf":{"jkt":"a","jkt":"b"},'),
  ],
  ['members: a number that no double holds', 'json_malformed', (mint) => signed(mint, '', '"n":12345678901234567890,')],
  ['members: claims that are a list', 'json_malformed', (mint) => mint.sign('{"alg":"ES256"}', '[]')],
  ['members: no JSON', 'json_malformed', (mint) => mint.sign('{"alg":"ES256"}', 'sub=mara')],
  [
    'members: no UTF-8',
    'json_malformed',
    (mint) => spelled(mint, 1, () => Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')),
  ],
  [
    'alg: none',
    'algorithm_refused',
    async (mint) =>
      `${part('{"alg":"none","typ":"at+jwt","kid":"key-1"}')}.${(await mint.mint()).split('.')[1] ?? ''}.AA`,
  ],
  ['alg: in other case', 'algorithm_refused', (mint) => mint.mint({}, { header: { alg: 'es256' } })],
  ['alg: absent', 'algorithm_refused', (mint) => mint.mint({}, { header: { alg: undefined } })],
  ['alg: not of this issuer', 'algorithm_refused', (mint) => mint.mint({}, { header: { alg: 'ES384' } })],
  ['alg: HS256 with the public key as the secret', 'algorithm_refused', hmacToken],
  ['typ: JWT', 'type_refused', (mint) => mint.mint({}, { header: { typ: 'JWT' } })],
  ['typ: absent', 'type_refused', (mint) => mint.mint({}, { header: { typ: undefined } })],
  ['typ: of a proof', 'type_refused', (mint) => mint.mint({}, { header: { typ: 'dpop+jwt' } })],
  ['header: crit', 'header_refused', (mint) => mint.mint({}, { header: { crit: ['exp'] } })],
  ['header: jku', 'header_refused', (mint) => mint.mint({}, { header: { jku: `${mint.issuer}/jwks` } })],
  ['header: x5u', 'header_refused', (mint) => mint.mint({}, { header: { x5u: `${mint.issuer}/jwks` } })],
  ['header: x5c', 'header_refused', (mint) => mint.mint({}, { header: { x5c: ['AA=='] } })],
  ['header: jwk', 'header_refused', (mint) => mint.mint({}, { header: { jwk: mint.keys()[0]?.publicJwk } })],
  ['header: zip', 'header_refused', (mint) => mint.mint({}, { header: { zip: 'DEF' } })],
  ['header: b64', 'header_refused', (mint) => mint.mint({}, { header: { b64: true } })],
  ['header: enc', 'header_refused', (mint) => mint.mint({}, { header: { enc: 'A256GCM' } })],
  ['header: nested', 'header_refused', (mint) => mint.mint({}, { header: { cty: 'JWT' } })],
  ['header: no kid', 'key_id_malformed', (mint) => mint.mint({}, { header: { kid: undefined } })],
  [
    'header: a kid with control characters',
    'key_id_malformed',
    (mint) => mint.mint({}, { header: { kid: 'key-1\n' } }),
  ],
  ['header: a kid that is a number', 'key_id_malformed', (mint) => mint.mint({}, { header: { kid: 1 } })],
  ['issuer: another', 'issuer_unknown', (mint) => mint.mint({ iss: 'https://login.example' })],
  ['issuer: a slash more', 'issuer_unknown', (mint) => mint.mint({ iss: `${mint.issuer}/` })],
  ['issuer: in other case', 'issuer_unknown', (mint) => mint.mint({ iss: mint.issuer.toUpperCase() })],
  ['issuer: a list', 'issuer_unknown', (mint) => mint.mint({ iss: [mint.issuer] })],
  ['issuer: absent', 'issuer_unknown', (mint) => mint.mint({ iss: undefined })],
  ['issuer: a name that objects inherit', 'issuer_unknown', (mint) => mint.mint({ iss: 'constructor' })],
  ['audience: another server', 'audience_other', (mint) => mint.mint({ aud: 'https://another.example/mcp' })],
  ['audience: a prefix of this server', 'audience_other', (mint) => mint.mint({ aud: new URL(mint.audience).origin })],
  ['audience: absent', 'audience_other', (mint) => mint.mint({ aud: undefined })],
  ['audience: a list with a number in it', 'audience_other', (mint) => mint.mint({ aud: [mint.audience, 1] })],
  [
    'audience: another server too',
    'audience_extra',
    (mint) => mint.mint({ aud: [mint.audience, 'https://another.example/mcp'] }),
  ],
  ['signature: a known key, another algorithm', 'key_unknown', (mint) => mint.mint({}, { header: { alg: 'RS256' } })],
];

/** The confusion of a verifier that takes whatever key it has for whatever algorithm it is told. */
async function hmacToken(mint: TokenMint): Promise<string> {
  const [, claims = ''] = (await mint.mint()).split('.');
  const input = `${part('{"alg":"HS256","typ":"at+jwt","kid":"key-1"}')}.${claims}`;
  const secret = JSON.stringify(mint.keys()[0]?.publicJwk);
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** Signed well, by somebody else who calls their key as the issuer calls its own. */
async function byAnother(mint: TokenMint): Promise<string> {
  const [own] = mint.keys();
  if (own === undefined) throw new Error('this mint has no key left');
  const { privateKey } = await generateKeyPair(own.algorithm);
  return mint.mint({}, { key: { ...own, privateKey } });
}

/** Wrong in their signature, or rightly signed and wrong in what they say. */
export const WRONG_AFTER_IT: readonly WrongToken[] = [
  [
    'signature: of other claims',
    'signature_wrong',
    (mint) => spelled(mint, 1, (one) => part(Buffer.from(one, 'base64url').toString().replace('"mara"', '"finn"'))),
  ],
  [
    'signature: of another token',
    'signature_wrong',
    async (mint) =>
      `${(await mint.mint()).split('.').slice(0, 2).join('.')}.${(await mint.mint()).split('.')[2] ?? ''}`,
  ],
  [
    'signature: DER instead of two numbers',
    'signature_wrong',
    (mint) =>
      spelled(mint, 2, (one) =>
        Buffer.concat([Buffer.from([0x30, 0x44, 2, 0x20]), Buffer.from(one, 'base64url')]).toString('base64url'),
      ),
  ],
  ['signature: by a key that the issuer never had', 'signature_wrong', (mint) => byAnother(mint)],
  ['signature: two zeros', 'signature_wrong', (mint) => spelled(mint, 2, () => Buffer.alloc(64).toString('base64url'))],
  ['exp: absent', 'expiry_malformed', (mint) => mint.mint({ exp: undefined })],
  ['exp: in milliseconds', 'expiry_malformed', (mint) => mint.mint({ exp: (mint.now() + 600) * 1_000 })],
  ['exp: text', 'expiry_malformed', (mint) => mint.mint({ exp: String(mint.now() + 600) })],
  ['exp: a fraction', 'expiry_malformed', (mint) => mint.mint({ exp: mint.now() + 600.5 })],
  ['exp: below zero', 'expiry_malformed', (mint) => mint.mint({ exp: -1 })],
  ['exp: this very second', 'expired', (mint) => mint.mint({ exp: mint.now() })],
  ['lifetime: ten years', 'lifetime_too_long', (mint) => mint.mint({ exp: mint.now() + 315_360_000 })],
  ['lifetime: a second over the maximum', 'lifetime_too_long', (mint) => mint.mint({ exp: mint.now() + 3_601 })],
  ['iat: absent', 'issued_at_malformed', (mint) => mint.mint({ iat: undefined })],
  ['iat: text', 'issued_at_malformed', (mint) => mint.mint({ iat: String(mint.now()) })],
  ['iat: in milliseconds', 'issued_at_malformed', (mint) => mint.mint({ iat: mint.now() * 1_000 })],
  ['iat: after exp', 'issued_at_malformed', (mint) => mint.mint({ iat: mint.now() + 700 })],
  ['iat: in the future', 'issued_in_future', (mint) => mint.mint({ iat: mint.now() + 31 })],
  ['nbf: in the future', 'not_yet_valid', (mint) => mint.mint({ nbf: mint.now() + 31 })],
  ['nbf: text', 'not_yet_valid', (mint) => mint.mint({ nbf: 'now' })],
  ['sub: absent', 'subject_malformed', (mint) => mint.mint({ sub: undefined })],
  ['sub: empty', 'subject_malformed', (mint) => mint.mint({ sub: '' })],
  ['sub: a number', 'subject_malformed', (mint) => mint.mint({ sub: 7 })],
  ['client_id: absent', 'client_malformed', (mint) => mint.mint({ client_id: undefined })],
  ['jti: absent', 'token_id_malformed', (mint) => mint.mint({ jti: undefined })],
  ['jti: a number', 'token_id_malformed', (mint) => mint.mint({ jti: 1 })],
  ['tenant: absent', 'tenant_malformed', (mint) => mint.mint({ tenant: undefined })],
  ['tenant: a list', 'tenant_malformed', (mint) => mint.mint({ tenant: ['acme'] })],
  ['tenant: not the name of one', 'tenant_malformed', (mint) => mint.mint({ tenant: "acme' or 'a" })],
  ['scopes: absent', 'scopes_malformed', (mint) => mint.mint({ scope: undefined })],
  ['scopes: a list', 'scopes_malformed', (mint) => mint.mint({ scope: ['test:read'] })],
  ['scopes: one twice', 'scopes_malformed', (mint) => mint.mint({ scope: 'test:read test:read' })],
  ['scopes: two spaces', 'scopes_malformed', (mint) => mint.mint({ scope: 'test:read  test:write' })],
  ['scopes: a quote', 'scopes_malformed', (mint) => mint.mint({ scope: 'test:"read' })],
  ['scopes: empty', 'scopes_malformed', (mint) => mint.mint({ scope: '' })],
  ['person: absent', 'person_malformed', (mint) => mint.mint({ person: undefined })],
  ['person: not an id', 'person_malformed', (mint) => mint.mint({ person: 'Mara Lindqvist' })],
  ['roles: text', 'roles_malformed', (mint) => mint.mint({ roles: 'manager' })],
  ['roles: one twice', 'roles_malformed', (mint) => mint.mint({ roles: ['manager', 'manager'] })],
  ['customer: empty', 'customer_malformed', (mint) => mint.mint({ customer: '' })],
  ['auth_time: in the future', 'sign_in_malformed', (mint) => mint.mint({ auth_time: mint.now() + 31 })],
  ['acr: a number', 'sign_in_malformed', (mint) => mint.mint({ acr: 2 })],
  [
    'cnf: of a kind we cannot hold a caller to',
    'confirmation_malformed',
    (mint) => mint.mint({ cnf: { kid: 'key-1' } }),
  ],
  [
    'cnf: bound to a key that is not shown',
    'bound_token_as_bearer',
    (mint) => mint.mint({ cnf: { jkt: 'a'.repeat(43) } }),
  ],
  [
    'cnf: bound to a certificate, where none binds',
    'binding_not_accepted',
    (mint) => mint.mint({ cnf: { 'x5t#S256': 'b'.repeat(43) } }),
  ],
  [
    'cnf: two of them',
    'confirmation_malformed',
    (mint) => mint.mint({ cnf: { jkt: 'a'.repeat(43), 'x5t#S256': 'b'.repeat(43) } }),
  ],
];
