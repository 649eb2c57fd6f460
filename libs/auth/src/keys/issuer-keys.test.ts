import { signInStage, type SignInStage } from '@supercargo/testing';
import { expect, test, vi } from 'vitest';

const HOUR = 3_600;

test('the issuer down for an hour: known keys work to the last second, and an unknown one is refused', async () => {
  await using stage = await signInStage();
  await stage.mint.stop();
  stage.advance(HOUR);
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  const later = await stage.mint.rotate();
  expect(await stage.ask(await stage.mint.mint({}, { key: later }))).toBe('key_unknown');
  stage.mint.remove(later.keyId);
  stage.advance(1);
  expect(await stage.ask(await stage.mint.mint())).toBe('keys_unavailable');
  expect(stage.authenticator.unmet()).toMatchObject([
    { control: 'keys', problem: `no keys of ${stage.mint.issuer} that may still be used` },
  ]);
  await stage.mint.start();
  stage.advance(30);
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  expect(stage.authenticator.unmet()).toEqual([]);
});

test('a remembered token is not trusted longer than its key', async () => {
  await using stage = await signInStage({ issuer: { lifetimeSecondsMax: 2 * HOUR } });
  const token = await stage.mint.mint({ exp: stage.mint.now() + 2 * HOUR });
  expect(await stage.ask(token)).toBe('ok');
  await stage.mint.stop();
  stage.advance(HOUR + 1);
  expect(await stage.ask(token)).toBe('keys_unavailable');
});

test('an issuer that never answered lets nobody in, and is asked again within seconds', async () => {
  await using stage = await signInStage({ mint: {}, issuer: { jwksUri: 'http://127.0.0.1:9/jwks' } });
  expect(await stage.ask(await stage.mint.mint())).toBe('keys_unavailable');
  expect(stage.faults[0]).toContain('could not be reached');
});

test('a new key is found with one fetch, and noted before it is used', async () => {
  await using stage = await signInStage();
  await stage.mint.rotate();
  stage.advance(30);
  const fetches = stage.mint.keyFetches();
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  expect(stage.mint.keyFetches()).toBe(fetches + 1);
  expect(stage.newKeys.map(({ keyId, first }) => [keyId, first])).toEqual([
    ['key-1', true],
    ['key-2', false],
  ]);
});

test('a key that cannot be noted is not used', async () => {
  const onNewKey = ({ first }: { first: boolean }): void => {
    if (!first) throw new Error('the audit log is full');
  };
  await using stage = await signInStage({ deps: { onNewKey } });
  const old = await stage.mint.mint();
  await stage.mint.rotate();
  stage.advance(30);
  expect(await stage.ask(await stage.mint.mint())).toBe('key_unknown');
  expect(await stage.ask(old)).toBe('ok');
});

async function untilRefused(stage: SignInStage, token: string): Promise<void> {
  await vi.waitFor(async () => expect(await stage.ask(token)).toBe('key_unknown'), { interval: 5 });
}

test('a key that is published no longer is used no longer, remembered tokens included', async () => {
  await using stage = await signInStage();
  const remembered = await stage.mint.mint();
  const other = await stage.mint.mint();
  expect(await stage.ask(remembered)).toBe('ok');
  await stage.mint.rotate();
  stage.mint.remove('key-1');
  stage.advance(301);
  // This one starts the refresh and does not wait for it.
  expect(await stage.ask(remembered)).toBe('ok');
  await untilRefused(stage, remembered);
  await untilRefused(stage, other);
});

test('a remembered token does not outlive its key when another takes the same id', async () => {
  await using stage = await signInStage({ issuer: { lifetimeSecondsMax: HOUR } });
  const token = await stage.mint.mint({ exp: stage.mint.now() + HOUR });
  expect(await stage.ask(token)).toBe('ok');
  const other = await stage.mint.rotate();
  stage.mint.remove('key-1');
  stage.mint.publish({ ...other.publicJwk, kid: 'key-1' });
  stage.advance(601);
  expect(await stage.ask(token)).toBe('signature_wrong');
});

test('after ten idle minutes keys are asked for before they are trusted', async () => {
  await using stage = await signInStage({ issuer: { lifetimeSecondsMax: HOUR } });
  const token = await stage.mint.mint({ exp: stage.mint.now() + HOUR });
  await stage.mint.rotate();
  stage.mint.remove('key-1');
  stage.advance(601);
  expect(await stage.ask(token)).toBe('key_unknown');
});

test('a storm of unknown keys makes one fetch in 30 seconds', async () => {
  await using stage = await signInStage({ server: { failures: { slowAfter: 10_000 } } });
  const forge = (at: number): Promise<string> => stage.mint.mint({}, { header: { kid: `nobody-${at}` } });
  const tokens = await Promise.all(Array.from({ length: 200 }, (_, at) => forge(at)));
  const storm = async (): Promise<number> => {
    const before = stage.mint.keyFetches();
    const reasons = await Promise.all(tokens.map((token) => stage.ask(token)));
    expect(new Set(reasons)).toEqual(new Set(['key_unknown']));
    return stage.mint.keyFetches() - before;
  };
  expect(await storm()).toBe(0);
  stage.advance(30);
  expect(await storm()).toBe(1);
  stage.advance(29);
  expect(await storm()).toBe(0);
  stage.advance(1);
  expect(await storm()).toBe(1);
});

test('all who wait for a new key wait for one fetch, and are let in by it', async () => {
  await using stage = await signInStage();
  await stage.mint.rotate();
  stage.advance(30);
  const tokens = await Promise.all(Array.from({ length: 50 }, () => stage.mint.mint()));
  const fetches = stage.mint.keyFetches();
  const reasons = await Promise.all(tokens.map((token) => stage.ask(token)));
  expect(new Set(reasons)).toEqual(new Set(['ok']));
  expect(stage.mint.keyFetches()).toBe(fetches + 1);
});

test('a key id with path characters is only a name', async () => {
  await using stage = await signInStage();
  stage.advance(30);
  const paths: (string | undefined)[] = [];
  stage.mint.answer('/jwks', (request, response) => {
    paths.push(request.url);
    response.end(JSON.stringify({ keys: stage.mint.keys().map(({ publicJwk }) => publicJwk) }));
  });
  expect(await stage.ask(await stage.mint.mint({}, { header: { kid: '../../keys?x=/etc/passwd' } }))).toBe(
    'key_unknown',
  );
  expect(paths).toEqual(['/jwks']);
});

test('a clock set back makes keys be fetched again', async () => {
  await using stage = await signInStage();
  const fetches = stage.mint.keyFetches();
  stage.advance(-2 * HOUR);
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  expect(stage.mint.keyFetches()).toBe(fetches + 1);
});

test.for([
  ['redirect', 'answered 302', 302, ''],
  ['error', 'answered 500', 500, '{}'],
  ['text that is no JSON', 'is not a JSON object', 200, '<html>'],
  ['set that names its keys twice', 'each member once', 200, '{"keys":[],"keys":[]}'],
  ['set without keys', 'no key that can be used', 200, '{"keys":[]}'],
  ['set that is too long', 'longer than 65536', 200, JSON.stringify({ keys: [], padding: 'x'.repeat(65_536) })],
] as const)('a %s replaces no key: "%s"', async ([, words, status, body]) => {
  await using stage = await signInStage();
  stage.mint.answer('/jwks', (_request, response) => {
    response.writeHead(status, { location: `${stage.mint.issuer}/elsewhere` }).end(body);
  });
  const requests = stage.mint.requests();
  stage.advance(601);
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  expect(stage.faults).toEqual([expect.stringContaining(words)]);
  expect(stage.mint.requests()).toBe(requests + 1);
});

test('the private part of a published key is told, and that key is not used', async () => {
  await using stage = await signInStage();
  const key = await stage.mint.rotate();
  stage.mint.remove(key.keyId);
  stage.mint.publish({ ...key.publicJwk, d: 'AAAA' });
  stage.advance(30);
  expect(await stage.ask(await stage.mint.mint({}, { key }))).toBe('key_unknown');
  expect(stage.faults).toEqual([expect.stringContaining('the private part of a key is published')]);
});

test('a key whose id no token can name is neither used nor noted, and keeps no other from being', async () => {
  await using stage = await signInStage();
  for (const kid of ['key\u0000', 'k'.repeat(257), 'schlüssel']) {
    const key = await stage.mint.rotate();
    stage.mint.remove(key.keyId);
    stage.mint.publish({ ...key.publicJwk, kid });
  }
  await stage.mint.rotate();
  stage.advance(30);
  expect(await stage.ask(await stage.mint.mint())).toBe('ok');
  expect(stage.newKeys.map(({ keyId }) => keyId)).toEqual(['key-1', 'key-5']);
});

test('a key id that two keys have is neither', async () => {
  await using stage = await signInStage();
  const key = await stage.mint.rotate();
  stage.mint.publish({ ...stage.mint.keys()[0]?.publicJwk, kid: key.keyId });
  stage.advance(30);
  expect(await stage.ask(await stage.mint.mint())).toBe('key_unknown');
});
