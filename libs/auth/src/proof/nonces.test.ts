import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Nonces } from './nonces.ts';
import { localProofMemory } from './proof-memory.ts';

const time = { ms: 1_790_000_000_000 };
const clock = (): Date => new Date(time.ms);

test('a nonce is accepted for five minutes, across a change of its key', () => {
  const nonces = new Nonces(randomBytes(32), clock);
  time.ms = 1_790_000_399_000 - (1_790_000_399_000 % 600_000) - 1_000;
  const nonce = nonces.issue();
  time.ms += 300_000;
  expect(nonces.accepts(nonce)).toBe(true);
  time.ms += 1_000;
  expect(nonces.accepts(nonce)).toBe(false);
});

test('whoever has the secret accepts the nonce, and nobody else', () => {
  const secret = randomBytes(32);
  const nonce = new Nonces(secret, clock).issue();
  expect(new Nonces(secret, clock).accepts(nonce)).toBe(true);
  expect(new Nonces(randomBytes(32), clock).accepts(nonce)).toBe(false);
});

test('a nonce from far ahead is refused', () => {
  const secret = randomBytes(32);
  const ahead = new Nonces(secret, () => new Date(time.ms + 61_000)).issue();
  expect(new Nonces(secret, clock).accepts(ahead)).toBe(false);
});

test('a nonce with any one character changed is refused', () => {
  const nonces = new Nonces(randomBytes(32), clock);
  const nonce = nonces.issue();
  for (const at of nonce.split('').keys()) {
    const other = nonce[at] === 'A' ? 'B' : 'A';
    expect(nonces.accepts(nonce.slice(0, at) + other + nonce.slice(at + 1))).toBe(false);
  }
  expect(nonces.accepts(`${nonce}=`)).toBe(false);
  expect(nonces.accepts('')).toBe(false);
});

test('a full memory of proofs refuses until those in it are too old to be used', async () => {
  const memory = localProofMemory(clock, 2);
  expect(await memory.note('a', time.ms + 10_000)).toBe('fresh');
  expect(await memory.note('b', time.ms + 20_000)).toBe('fresh');
  expect(await memory.note('c', time.ms + 30_000)).toBe('full');
  expect(await memory.note('a', time.ms + 10_000)).toBe('seen');
  time.ms += 10_000;
  expect(await memory.note('c', time.ms + 30_000)).toBe('fresh');
  expect(await memory.note('b', time.ms + 10_000)).toBe('seen');
});
