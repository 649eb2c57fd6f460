import { signInStage, type SignInStage } from '@supercargo/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

const stage: { here: SignInStage; tokens: Record<string, string> } = { here: undefined as never, tokens: {} };
const ALGORITHMS = ['ES256', 'RS256', 'Ed25519'] as const;
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=~+/'.split('');

beforeAll(async () => {
  stage.here = await signInStage({
    issuer: { algorithms: [...ALGORITHMS] },
    server: { failures: { slowAfter: 10_000 }, rememberedTokensMax: 0 },
  });
  for (const algorithm of ALGORITHMS) {
    await stage.here.mint.rotate(algorithm);
    stage.here.advance(30);
    stage.tokens[algorithm] = await stage.here.mint.mint();
    expect(await stage.here.ask(stage.tokens[algorithm])).toBe('ok');
  }
});
afterAll(() => stage.here[Symbol.asyncDispose]());

/** A place in a token, and what happens to it there. */
const edits = fc.array(
  fc.record({
    at: fc.nat(2_000),
    what: fc.constantFrom('replace', 'insert', 'delete', 'swap', 'flip'),
    character: fc.constantFrom(...CHARACTERS),
  }),
  { minLength: 1, maxLength: 3 },
);

function edited(token: string, { at, what, character }: { at: number; what: string; character: string }): string {
  const place = at % token.length;
  const [before, here, after] = [token.slice(0, place), token.charAt(place), token.slice(place + 1)];
  if (what === 'replace') return before + character + after;
  if (what === 'insert') return before + character + here + after;
  if (what === 'delete') return before + after;
  if (what === 'swap') return before + after.slice(0, 1) + here + after.slice(1);
  return before + (here === here.toLowerCase() ? here.toUpperCase() : here.toLowerCase()) + after;
}

test('no edit of a good token makes another that is accepted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ALGORITHMS), edits, async (algorithm, changes) => {
      const good = stage.tokens[algorithm] ?? '';
      const other = changes.reduce(edited, good);
      fc.pre(other !== good);
      expect(await stage.here.ask(other)).not.toBe('ok');
    }),
    { numRuns: 1_000 },
  );
});

test('no part of one good token fits another', async () => {
  const { mint } = stage.here;
  const tokens = [
    ...Object.values(stage.tokens),
    await mint.mint({ person: 'finn' }),
    await mint.mint({ tenant: 'bolt' }),
  ];
  const parts = fc.tuple(fc.constantFrom(...tokens), fc.constantFrom(...tokens), fc.constantFrom(...tokens));
  await fc.assert(
    fc.asyncProperty(parts, async (from) => {
      const mixed = from.map((token, at) => token.split('.')[at]).join('.');
      fc.pre(!tokens.includes(mixed));
      expect(await stage.here.ask(mixed)).not.toBe('ok');
    }),
    { numRuns: 300 },
  );
});

test('claims of any shape are let in or refused, and nothing throws', async () => {
  const claim = fc.constantFrom(
    'iss',
    'aud',
    'exp',
    'iat',
    'nbf',
    'sub',
    'client_id',
    'jti',
    'tenant',
    'person',
    'roles',
    'scope',
    'cnf',
    'acr',
  );
  const header = fc.constantFrom('alg', 'typ', 'kid', 'crit');
  const value = fc.jsonValue({ maxDepth: 2 });
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(claim, value, { minKeys: 1 }),
      fc.dictionary(header, value),
      async (claims, members) => {
        const reason = await stage.here.ask(await stage.here.mint.mint(claims, { header: members }));
        expect(reason).toMatch(/^[a-z0-9_]+$/);
      },
    ),
    { numRuns: 500 },
  );
});
