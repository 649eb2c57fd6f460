import { CUSTOMER_SERVERS, SERVERS } from '@supercargo/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WRONG_AFTER_IT, WRONG_BEFORE_THE_SIGNATURE, type WrongToken } from '../wrong-tokens.ts';
import type { ServerFacts } from './facts.ts';
import { rowCounts } from './record.ts';
import { resourceOf, openSignInTrial, type SignInTrial, type Told } from './sign-in-trial.ts';
import { signInRights, signInRoles } from './sign-in-rights.ts';
import { signInTime } from './sign-in-time.ts';
import type { Stage } from './stage.ts';

const wrongAudience = (what: string, aud: unknown): WrongToken => [
  what,
  'audience_other',
  (mint) => mint.mint({ aud }),
];

/** Good tokens of the issuer that this server trusts, for somebody else: the confused deputy (RFC 8707 §1, RFC 9068 §4). */
function forOthers({ resource, http: { mint } }: SignInTrial): readonly WrongToken[] {
  const servers = [
    ...SERVERS.map((server) => resourceOf(server)),
    ...CUSTOMER_SERVERS.map((server) => resourceOf(server, 'customers')),
  ];
  const others = [...servers.filter((one) => one !== resource), resourceOf('console'), 'https://console.example'];
  const own = [mint.issuer, `${mint.issuer}/userinfo`, `${mint.issuer}/introspect`, 'test-client'];
  const alike = [`${resource}/`, resource.toUpperCase(), resource.replace('https:', 'http:'), `${resource}?x=1`];
  return [
    ...others.map((aud) => wrongAudience(`for ${aud}`, aud)),
    ...own.map((aud) =>
      wrongAudience(`of the identity provider for itself or a client: ${aud.replace(mint.issuer, '')}`, aud),
    ),
    ...alike.map((aud) => wrongAudience(`for what is spelled almost so: ${aud}`, aud)),
    ['for this server and another', 'audience_extra', () => mint.mint({ aud: [resource, others[0] ?? ''] })],
    [
      'that says who signed in, for the client',
      'type_refused',
      () => mint.mint({ aud: 'test-client', nonce: 'n', at_hash: 'a' }, { header: { typ: 'JWT' } }),
    ],
  ];
}

/** Where the one token may stand (RFC 6750 §2): each of these is malformed, whatever the token is. */
const MISPLACED: readonly (readonly [string, (token: string) => readonly [readonly string[], string?]])[] = [
  ['two headers', (token) => [Array<string>(2).fill(`Authorization: Bearer ${token}`)]],
  ['two in one header', (token) => [[`Authorization: Bearer ${token}, Bearer ${token}`]]],
  ['a scheme alone', () => [['Authorization: Bearer']]],
  ['white space in the token', (token) => [[`Authorization: Bearer ${token.replace('.', '. ')}`]]],
  ['the query', (token) => [[], `/mcp?access_token=${token}`]],
  ['the query, beside a good header', (token) => [[`Authorization: Bearer ${token}`], `/mcp?access_token=${token}`]],
];

function presented(trial: SignInTrial, refused: Told): void {
  const { http, send, scopes } = trial;
  const metadata = new URL('/.well-known/oauth-protected-resource/mcp', trial.resource).href;

  test('what a wrong token is told names the metadata and the scope to ask for, and nothing of the token', () => {
    expect(refused.status).toBe(401);
    expect(refused.head).toContain(
      `www-authenticate: Bearer error="invalid_token", scope="${scopes[0] ?? ''}", resource_metadata="${metadata}"`,
    );
    expect(JSON.parse(refused.body)).toMatchObject({ id: null, error: { data: { reason: 'invalid_token' } } });
  });

  test('without a token the challenge names no error', async () => {
    for (const lines of [[], ['Authorization: Basic bWFyYTpwYXNz']]) {
      const told = await send(lines);
      expect(told.status).toBe(401);
      expect(told.head).toContain(
        `www-authenticate: Bearer scope="${scopes[0] ?? ''}", resource_metadata="${metadata}"`,
      );
    }
  });

  test.each(MISPLACED)('a token is malformed in %s', async (_where, place) => {
    const told = await send(...place(await http.mint.mint()));
    expect(told.status).toBe(400);
    expect(told.head).toContain('www-authenticate: Bearer error="invalid_request", ');
    expect(JSON.parse(told.body)).toMatchObject({ error: { data: { reason: 'invalid_request' } } });
  });

  test.each([
    ['a proof of possession where none is bound', (token: string) => [`Authorization: DPoP ${token}`, 'DPoP: x']],
    ['a certificate that nobody asked for', (token: string) => [`Authorization: Bearer ${token}x`, 'X-Client-Cert: x']],
  ])('with %s it is answered as any other wrong one', async (_what, lines) => {
    expect(await send(lines(await http.mint.mint()))).toEqual(refused);
  });

  test('the metadata is where the challenge says, and promises no refresh', async () => {
    const path = new URL(metadata).pathname;
    const response = await fetch(new URL(path, http.url));
    expect(await response.json()).toMatchObject({
      ...{ resource: trial.resource, authorization_servers: [http.mint.issuer], bearer_methods_supported: ['header'] },
      scopes_supported: expect.not.arrayContaining(['offline_access']) as unknown,
    });
    expect(refused.head).not.toContain('offline_access');
  });
}

/** Wrong in the header alone, or in any other thing that is looked at before a key is needed: the issuer is not asked. */
function wrongTokens(trial: SignInTrial, refused: Told): void {
  const { http, asked } = trial;
  const { mint, unknown } = http;

  async function refusedAs(token: WrongToken, reason: string, issuer = /.*/): Promise<void> {
    unknown.length = 0;
    expect(await trial.forged(token)).toEqual(refused);
    expect(unknown).toMatchObject([{ reason, status: 401 }]);
    expect(unknown[0]?.issuer ?? 'unknown').toMatch(issuer);
  }

  /** Keys are fresh, and half a minute old: whoever names an unknown one now makes the server ask. */
  async function mayFetchAgain(): Promise<void> {
    const fetches = mint.keyFetches();
    trial.advance(30);
    await trial.bear(await mint.mint({}, { header: { kid: 'nobody' } }));
    expect(mint.keyFetches()).toBe(fetches + 1);
    trial.advance(30);
  }

  test.each([...WRONG_BEFORE_THE_SIGNATURE, ...forOthers(trial)])(
    'a token is refused, and nobody asked: %s',
    async (...token) => {
      await mayFetchAgain();
      const before = [mint.requests(), asked.length];
      await refusedAs(token, token[1]);
      expect([mint.requests(), asked.length]).toEqual(before);
    },
  );

  test.each(WRONG_AFTER_IT)('a token is refused: %s', async (...token) => {
    await refusedAs(token, token[1]);
  });

  test('who is recorded as its issuer is one that is trusted, or unknown', async () => {
    const named = async (iss: unknown): Promise<unknown> => {
      unknown.length = 0;
      expect(await trial.bear(await mint.mint({ iss, exp: 1 }))).toEqual(refused);
      return unknown[0]?.issuer;
    };
    expect(await named(mint.issuer)).toBe(mint.issuer);
    for (const iss of ['https://evil.example', `${mint.issuer}/`, `${mint.issuer} `, 'unknown', { toString: 'x' }]) {
      expect(await named(iss)).toBeUndefined();
    }
  });
}

/** Of all that is refused here nothing is recorded in a company or done for it, and nothing is a fault. */
function leavesNothing({ http, stage }: SignInTrial): void {
  const left = async (): Promise<unknown> => [
    await rowCounts(stage.database),
    (await http.records()).length,
    stage.faults.length,
  ];
  let before: unknown;
  beforeAll(async () => (before = await left()));
  afterAll(async () => {
    expect(await left()).toEqual(before);
  });
}

/** Past its threshold an address waits, with any token that is not remembered. */
async function slows({ http, bear }: SignInTrial): Promise<void> {
  const good = await http.mint.mint();
  expect((await bear(good)).status).toBe(200);
  const statuses: number[] = [];
  while (statuses.at(-1) !== 429 && statuses.length < 10) statuses.push((await bear('wrong')).status);
  expect(statuses.slice(0, 3)).toEqual([401, 401, 401]);
  const slowed = await bear(await http.mint.mint());
  expect(slowed.status).toBe(429);
  expect(slowed.head).toMatch(/\nretry-after: 1\n/i);
  expect((await bear(good)).status).toBe(200);
}

/** Controls 1 over HTTP, in front of this server: who is let in, and that whoever is not is told nothing. */
export async function signInContract(facts: ServerFacts, stage: Stage): Promise<void> {
  const trial = await openSignInTrial(facts, stage);
  const slowed = await openSignInTrial(facts, stage, { slowAfter: 3 });
  const limited = await openSignInTrial(facts, stage, { rolesOfToken: 'limit' });
  afterAll(async () => {
    for (const { http } of [trial, slowed, limited]) await http.close();
  });
  const answered = await trial.bear(await trial.http.mint.mint());
  const refused = await trial.bear('wrong');
  describe('sign-in', () => {
    test('a good token is let in, and its keys were asked for once', () => {
      expect(answered.status).toBe(200);
      expect(trial.http.mint.keyFetches()).toBe(1);
    });
    describe('nothing is done', () => {
      leavesNothing(trial);
      presented(trial, refused);
      wrongTokens(trial, refused);
    });
    describe('rights', () => {
      signInRights(facts, trial);
      signInRoles(facts, limited);
    });
    describe('keys, memory and revocation', () => {
      signInTime(trial, refused);
    });
    test('failures of an address are slowed, and whoever is remembered is not', () => slows(slowed));
    test('what the server asks of anybody carries nothing of its callers', () => {
      expect(trial.asked.length).toBeGreaterThan(0);
      for (const request of trial.asked) expect(request).not.toMatch(/eyJ|authorization|bearer/i);
    });
  });
}
