import { expect, test } from 'vitest';
import type { SignInTrial, Told } from './sign-in-trial.ts';

const HOUR = 3_600;

/** What changes while tokens and keys are remembered. In this order: each goes on where the one before it ended. */
export function signInTime(trial: SignInTrial, refused: Told): void {
  const { http, bear, advance, denied, revoked } = trial;
  const { mint, unknown } = http;

  /** `ok`, or why it was refused, in the same words as every wrong token. */
  async function outcome(token: string): Promise<string> {
    unknown.length = 0;
    const told = await bear(token);
    if (told.status === 200) return 'ok';
    expect(told).toEqual(refused);
    return unknown[0]?.reason ?? 'not told';
  }

  test('a remembered token is refused from the second it expires', async () => {
    const token = await mint.mint({ exp: mint.now() + 60 });
    advance(59);
    expect(await outcome(token)).toBe('ok');
    advance(1);
    expect(await outcome(token)).toBe('expired');
  });

  test('unknown keys make one fetch in 30 seconds, however many there are', async () => {
    const storm = async (): Promise<number> => {
      const before = mint.keyFetches();
      for (let at = 0; at < 5; at += 1) {
        expect(await outcome(await mint.mint({}, { header: { kid: `nobody-${at.toString()}` } }))).toBe('key_unknown');
      }
      return mint.keyFetches() - before;
    };
    advance(30);
    expect(await storm()).toBe(1);
    advance(29);
    expect(await storm()).toBe(0);
    advance(1);
    expect(await storm()).toBe(1);
  });

  test('a new key is fetched once, and one that is published no longer is trusted no longer', async () => {
    const old = await mint.mint();
    expect(await outcome(old)).toBe('ok');
    await mint.rotate();
    mint.remove('key-1');
    const next = await mint.mint();
    expect(await outcome(next)).toBe('key_unknown');
    advance(30);
    const fetches = mint.keyFetches();
    expect(await outcome(next)).toBe('ok');
    expect(await outcome(old)).toBe('key_unknown');
    expect(mint.keyFetches()).toBe(fetches + 1);
  });

  test('a denied key is refused within five seconds, for remembered tokens too, and so is every key without the list', async () => {
    const [remembered, fresh] = [await mint.mint(), await mint.mint()];
    expect(await outcome(remembered)).toBe('ok');
    const fetches = mint.keyFetches();
    denied.keys = [{ issuer: mint.issuer, keyId: 'key-2' }];
    advance(5);
    expect([await outcome(remembered), await outcome(fresh)]).toEqual(['key_denied', 'key_denied']);
    denied.keys = null;
    advance(5);
    expect([await outcome(remembered), await outcome(fresh)]).toEqual(Array(2).fill('deny_list_unreadable'));
    denied.keys = [];
    expect(await outcome(remembered)).toBe('ok');
    expect(mint.keyFetches()).toBe(fetches);
  });

  test('a revoked token is refused at once, remembered or not, and every token without the list', async () => {
    const lost = await mint.mint({ jti: 'lost-laptop' });
    expect(await outcome(lost)).toBe('ok');
    revoked.ids = new Set(['lost-laptop']);
    expect([await outcome(lost), await outcome(await mint.mint({ jti: 'lost-laptop' }))]).toEqual([
      'revoked',
      'revoked',
    ]);
    revoked.ids = null;
    expect([await outcome(lost), await outcome(await mint.mint())]).toEqual(Array(2).fill('revocation_unknown'));
    revoked.ids = new Set();
    expect(await outcome(lost)).toBe('ok');
  });

  test('with the issuer down known keys hold for an hour and not a second more, unknown ones not at all', async () => {
    advance(30);
    expect(await outcome(await mint.mint({}, { header: { kid: 'nobody' } }))).toBe('key_unknown');
    await mint.stop();
    const remembered = await mint.mint({ exp: mint.now() + HOUR });
    expect(await outcome(remembered)).toBe('ok');
    advance(HOUR - 1);
    expect([await outcome(remembered), await outcome(await mint.mint())]).toEqual(['ok', 'ok']);
    expect(await outcome(await mint.mint({}, { header: { kid: 'nobody' } }))).toBe('key_unknown');
    advance(2);
    expect(await outcome(await mint.mint())).toBe('keys_unavailable');
    await mint.start();
    advance(30);
    expect(await outcome(await mint.mint())).toBe('ok');
  });
}
