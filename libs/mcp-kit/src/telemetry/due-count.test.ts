import { expect, test } from 'vitest';
import { DueCount } from './due-count.ts';

test('what a look has found is told until the next look is over, or found more', () => {
  const due = new DueCount();
  expect(due.count).toBe(0);
  due.add(100, false);
  expect(due.count).toBe(100);
  due.add(20, true);
  expect(due.count).toBe(120);
  due.add(100, false);
  expect(due.count).toBe(120);
  due.add(3, true);
  expect(due.count).toBe(103);
  due.add(0, true);
  expect(due.count).toBe(0);
});
