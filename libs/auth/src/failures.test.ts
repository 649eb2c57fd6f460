import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Failures, networkOf } from './failures.ts';

test('an IPv6 address stands for its /64, and a mapped one for its IPv4 address', () => {
  expect(networkOf('2001:db8:0:1::5')).toBe('2001:db8:0:1');
  expect(networkOf('2001:0DB8:0000:0001:ffff:1:2:3')).toBe('2001:db8:0:1');
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
  expect(networkOf('::1')).toBe('0:0:0:0');
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
});

test('past the threshold one look a second is granted to an address', async () => {
  const failures = new Failures({ slowAfter: 3, windowSeconds: 600 }, randomBytes(32));
  const address = '2001:db8::1';
  for (const expected of [1, 2, 3]) {
    expect(await failures.slowed(address)).toBeUndefined();
    expect(await failures.count(address)).toBe(expected);
  }
  const looks = (): Promise<(number | undefined)[]> =>
    Promise.all([address, '2001:db8::2', address].map((one) => failures.slowed(one)));
  expect(await looks()).toEqual([undefined, 1, 1]);
  await sleep(1_050);
  expect(await looks()).toEqual([undefined, 1, 1]);
});

test('failures are forgotten when their window is over', async () => {
  const failures = new Failures({ slowAfter: 1, windowSeconds: 1 }, randomBytes(32));
  await failures.count('192.0.2.1');
  await sleep(1_050);
  const looks = await Promise.all(['192.0.2.1', '192.0.2.1'].map((one) => failures.slowed(one)));
  expect(looks).toEqual([undefined, undefined]);
});

test('any number of addresses has a bounded number of counts', async () => {
  const failures = new Failures({ slowAfter: 3, windowSeconds: 1 }, randomBytes(32));
  const counts = new Set<number>();
  // With 65,536 counts for 2,000 addresses a few are shared; with one for all, one count would reach 2,000.
  for (let at = 0; at < 2_000; at += 1) counts.add(await failures.count(`10.0.${at >> 8}.${at & 255}`));
  expect(Math.max(...counts)).toBeLessThan(6);
});
