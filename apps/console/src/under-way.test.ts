import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newSignIns, type SignIns } from './under-way.ts';

const MINUTE = 60_000;

function stage(): { readonly signIns: SignIns; readonly pass: (ms: number) => void; readonly another: () => SignIns } {
  let at = Date.UTC(2026, 10, 22);
  const another = (): SignIns => newSignIns(() => new Date(at));
  return { signIns: another(), another, pass: (ms) => void (at += ms) };
}

const signIn = (state: string) => ({ state, nonce: 'n', verifier: 'v', returnTo: '/requests' });

test('a sign-in is given up once, to the browser that began it, within ten minutes', () => {
  const { signIns, pass } = stage();
  const [kept, other] = [signIns.begin(signIn('a')), signIns.begin(signIn('b'))];
  expect([signIns.take('a', other), signIns.take('x', kept), signIns.take('a', '')]).toEqual([
    ...[undefined, undefined, undefined],
  ]);
  expect(signIns.take('a', kept)).toEqual(signIn('a'));
  expect(signIns.take('a', kept)).toBeUndefined();
  pass(10 * MINUTE - 1);
  const late = signIns.begin(signIn('c'));
  pass(1);
  expect(signIns.take('b', other)).toBeUndefined();
  expect(signIns.take('c', late)).toEqual(signIn('c'));
});

test('however many sign-ins are begun and used up after it, one stays good for its browser', () => {
  const { signIns } = stage();
  const kept = signIns.begin(signIn('mine'));
  for (let count = 0; count < 20_000; count += 1) {
    const other = `other ${count}`;
    const theirs = signIns.begin(signIn(other));
    if (count % 2 === 0) expect(signIns.take(other, theirs)?.state).toBe(other);
  }
  expect(signIns.take('mine', kept)).toEqual(signIn('mine'));
  expect(signIns.take('mine', kept)).toBeUndefined();
});

test('what a browser changed of it, or another process sealed, is no sign-in', () => {
  const { signIns, another } = stage();
  const kept = signIns.begin(signIn('a'));
  expect(another().take('a', kept)).toBeUndefined();
  const moved = Buffer.from(JSON.stringify({ ...signIn('a'), returnTo: 'https://evil.example' })).toString('base64url');
  expect(signIns.take('a', `${kept.slice(0, 43)}${moved}`)).toBeUndefined();
  const changed = fc.tuple(fc.nat(kept.length - 1), fc.stringMatching(/^[\w-]$/));
  fc.assert(
    fc.property(changed, ([at, character]) => {
      const text = `${kept.slice(0, at)}${character}${kept.slice(at + 1)}`;
      fc.pre(text !== kept);
      expect(signIns.take('a', text)).toBeUndefined();
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => signIns.take('a', text) === undefined));
  expect(signIns.take('a', kept)).toEqual(signIn('a'));
});
