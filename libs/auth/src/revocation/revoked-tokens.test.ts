import { signInStage, type SignInStage } from '@supercargo/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'revoked-tokens-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface RevokingStage extends SignInStage {
  /** Writes the list, and lets the time pass after which it holds. */
  readonly list: (...entries: readonly unknown[]) => void;
  readonly write: (text: string) => void;
  readonly remove: () => void;
}

async function revokingStage(): Promise<RevokingStage> {
  const path = join(folder, 'revoked.json');
  writeFileSync(path, '[]');
  const stage = await signInStage({ issuer: { revokedTokensFile: path } });
  onTestFinished(() => stage[Symbol.asyncDispose]());
  const write = (text: string): void => {
    writeFileSync(path, text);
    stage.advance(5);
  };
  return {
    ...stage,
    write,
    list: (...entries) => {
      write(JSON.stringify(entries));
    },
    remove: () => {
      rmSync(path);
      stage.advance(5);
    },
  };
}

const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString();

test('a token on the list is refused within five seconds, remembered or not, and another goes on', async () => {
  const { mint, ask, list } = await revokingStage();
  const [lost, other] = [await mint.mint({ jti: 'lost-laptop' }), await mint.mint()];
  expect([await ask(lost), await ask(other)]).toEqual(['ok', 'ok']);
  list({ tokenId: 'lost-laptop' });
  expect([await ask(lost), await ask(await mint.mint({ jti: 'lost-laptop' }))]).toEqual(['revoked', 'revoked']);
  expect([await ask(other), await ask(await mint.mint())]).toEqual(['ok', 'ok']);
});

test('what was issued to a subject before an instant is refused, remembered or not; what came later and what is others’ is not', async () => {
  const { mint, ask, list } = await revokingStage();
  const at = mint.now();
  const before = await mint.mint({ sub: 'mara', iat: at - 1 });
  const [since, ofAnother] = [await mint.mint({ sub: 'mara', iat: at }), await mint.mint({ sub: 'finn', iat: at - 1 })];
  expect([await ask(before), await ask(since), await ask(ofAnother)]).toEqual(['ok', 'ok', 'ok']);
  list({ subject: 'mara', issuedBefore: iso(at) });
  expect([await ask(before), await ask(since), await ask(ofAnother)]).toEqual(['revoked', 'ok', 'ok']);
  expect(await ask(await mint.mint({ sub: 'mara', iat: at - 1 }))).toBe('revoked');
});

test('of two instants for one subject the later one holds, in either order', async () => {
  const { mint, ask, list } = await revokingStage();
  const entries = [60, -60].map((more) => ({ subject: 'mara', issuedBefore: iso(mint.now() + more) }));
  for (const both of [entries, entries.toReversed()]) {
    list(...both);
    expect(await ask(await mint.mint({ sub: 'mara' }))).toBe('revoked');
  }
});

test('a token that was taken off the list is let in again', async () => {
  const { mint, ask, list } = await revokingStage();
  const token = await mint.mint({ jti: 'found-laptop' });
  list({ tokenId: 'found-laptop' });
  expect(await ask(token)).toBe('revoked');
  list();
  expect(await ask(token)).toBe('ok');
});

const good = { subject: 'mara', issuedBefore: '2026-11-21T09:30:00Z' };

test.for<[string, string]>([
  ['nothing', ''],
  ['half of a list', '[{ "tokenId": "a" }'],
  ['no list', '{ "tokenId": "a" }'],
  ['an entry about nothing', '[{}]'],
  ['a member twice', '[{ "tokenId": "a", "tokenId": "b" }]'],
  ['an entry about a token and a subject', JSON.stringify([{ tokenId: 'a', ...good }])],
  ['a member that there is not', JSON.stringify([{ ...good, reason: 'left' }])],
  ['a subject without an instant', JSON.stringify([{ subject: 'mara' }])],
  ['an instant in seconds', JSON.stringify([{ ...good, issuedBefore: 1_795_000_000 }])],
  ['a day that there is not', JSON.stringify([{ ...good, issuedBefore: '2026-02-30T09:30:00Z' }])],
  ['an instant without a zone', JSON.stringify([{ ...good, issuedBefore: '2026-11-21T09:30:00' }])],
  ['an empty name', '[{ "tokenId": "" }]'],
  ['a name that no token has', '[{ "tokenId": "ä" }]'],
  ['5,001 entries', JSON.stringify(Array(5_001).fill({ tokenId: 'a' }))],
  ['more than a mebibyte', `[]${' '.repeat(1_048_576)}`],
])('nobody is let in by a list that says %s, and what it says is told nobody', async ([, text]) => {
  const { mint, ask, write, list, faults, authenticator } = await revokingStage();
  const remembered = await mint.mint();
  expect(await ask(remembered)).toBe('ok');
  write(text);
  expect([await ask(remembered), await ask(await mint.mint())]).toEqual(Array(2).fill('revocation_unknown'));
  const name = `the revocation list of ${mint.issuer}`;
  expect(authenticator.unmet()).toEqual([{ control: 'revocations', problem: `${name} cannot be read` }]);
  expect(faults[0]).toContain(name);
  expect(faults.join()).not.toMatch(/mara|left|ä/);
  list();
  await vi.waitFor(() => expect(authenticator.unmet()).toEqual([]));
  expect(await ask(remembered)).toBe('ok');
});

test('nobody is let in while the file is not there', async () => {
  const { mint, ask, remove } = await revokingStage();
  const remembered = await mint.mint();
  expect(await ask(remembered)).toBe('ok');
  remove();
  expect([await ask(remembered), await ask(await mint.mint())]).toEqual(Array(2).fill('revocation_unknown'));
});

test('5,000 entries are a list', async () => {
  const { mint, ask, list } = await revokingStage();
  list(...Array.from({ length: 4_999 }, (_, at) => ({ tokenId: `lost-${at}` })), { tokenId: 'last' });
  expect(await ask(await mint.mint({ jti: 'last' }))).toBe('revoked');
  expect(await ask(await mint.mint())).toBe('ok');
});
