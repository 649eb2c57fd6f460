import { expect, test } from 'vitest';
import { digest, keyedHash } from './digest.ts';

test('the same text under another domain has another digest', () => {
  const digests = (['plan', 'card', 'definition'] as const).map((domain) => digest(domain, '{}').toString('hex'));
  expect(new Set(digests).size).toBe(3);
  expect(digest('plan', '{}').equals(digest('plan', '{}'))).toBe(true);
});

test('a digest is SHA-256 of the domain’s line and the text', () => {
  // printf 'supercargo/plan/1\n{}' | sha256sum
  expect(digest('plan', '{}').toString('hex')).toBe('a981eb65ce0b1641cb8ac33f2ccb93c37b8d5462612834fac74d779688ec5333');
});

test('a keyed hash tells equal arguments apart from others, and needs the key', () => {
  expect(keyedHash('key', '{"a":1}')).toBe(keyedHash('key', '{"a":1}'));
  expect(keyedHash('key', '{"a":1}')).not.toBe(keyedHash('key', '{"a":2}'));
  expect(keyedHash('key', '{"a":1}')).not.toBe(keyedHash('another', '{"a":1}'));
});
