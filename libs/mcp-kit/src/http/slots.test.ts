import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

test('a caller has so many, all together have so many, and what is given back twice is given back once', () => {
  const slots = new Slots(2, 3);
  const first = slots.take('mara');
  slots.take('mara');
  expect([slots.full('mara'), slots.full('mo')]).toEqual(['caller', undefined]);
  slots.take('mo');
  expect([slots.full('mo'), slots.full('olga')]).toEqual(['all', 'all']);
  first();
  first();
  expect([slots.total, slots.full('mara'), slots.full('olga')]).toEqual([2, undefined, undefined]);
  slots.take('olga');
  expect(slots.full('mara')).toBe('all');
});
