import { expect, test } from 'vitest';
import { busyConnections } from './busy-connections.ts';

test.each([
  [1, 3],
  [2, 5],
  [7, 15],
  [8, 16],
  [128, 16],
])('with %i processors it is %i', (processors, connections) => {
  expect(busyConnections(processors)).toBe(connections);
});
