import { expect, test } from 'vitest';
import { Windows } from './windows.ts';

test('what has ended is let go, however many there were', () => {
  const windows = new Windows({ calls: 1, seconds: 1 }, 1_000);
  for (let now = 0; now < 10_000; now += 1) {
    const whose = `p${now.toString()}`;
    expect(windows.find(whose, now)).toBeUndefined();
    windows.open(whose, now);
    expect(windows.size).toBeLessThanOrEqual(2_001);
  }
  windows.find('nobody', 20_000);
  expect(windows.size).toBe(0);
});
