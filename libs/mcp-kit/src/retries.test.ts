import { expect, test } from 'vitest';
import { startRetries } from './retries.ts';

test('a request that faults again waits twice as long, at most half a minute', () => {
  let at = 0;
  const retries = startRetries(1_000, () => at);
  const waits: number[] = [];
  for (let fault = 0; fault < 7; fault += 1) {
    retries.faulted('a');
    const since = at;
    while (retries.isWaiting('a')) at += 1_000;
    waits.push(at - since);
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('one that was never seen does not wait, and one that ended begins anew', () => {
  const retries = startRetries(1_000, () => 0);
  expect(retries.isWaiting('a')).toBe(false);
  retries.faulted('a');
  expect(retries.isWaiting('a')).toBe(true);
  retries.ended('a');
  expect([retries.isWaiting('a'), retries.size]).toEqual([false, 0]);
});

test('those that ended otherwise are not remembered for ever', () => {
  let at = 0;
  const retries = startRetries(1_000, () => at);
  for (let id = 0; id < 1_000; id += 1) {
    retries.faulted(`${id}`);
    at += 1_000;
  }
  expect(retries.size).toBeLessThanOrEqual(61);
  expect(retries.isWaiting('999')).toBe(true);
});

test('one that keeps faulting is remembered while others are forgotten', () => {
  let at = 0;
  const retries = startRetries(1_000, () => at);
  for (let id = 0; id < 20; id += 1) {
    retries.faulted('steady');
    retries.faulted(`${id}`);
    at += 30_000;
  }
  retries.faulted('steady');
  at += 29_999;
  expect(retries.isWaiting('steady')).toBe(true);
});
