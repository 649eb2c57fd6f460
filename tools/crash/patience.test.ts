import { expect, test } from 'vitest';
import { startPatience } from './patience.ts';

test('patience ends when that long was waited, and not while the process was stopped', () => {
  let at = 0;
  const isOver = startPatience(3_000, () => at);
  const later = (ms: number): boolean => {
    at += ms;
    return isOver();
  };
  expect(later(900)).toBe(false);
  expect(later(60_000)).toBe(false);
  expect(later(900)).toBe(false);
  expect(later(900)).toBe(true);
});
