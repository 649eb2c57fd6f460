import { expect, test } from 'vitest';
import { AssertionFault, assert, unreachable } from './assert.ts';

test('what is not so is a fault that says what was relied on', () => {
  expect(() => {
    assert(false, 'the sky is above');
  }).toThrow(new AssertionFault('the sky is above'));
  expect(() => {
    assert(true, 'the sky is above');
  }).not.toThrow();
});

test('a case that cannot be is a fault', () => {
  expect(() => unreachable('seventh' as never)).toThrow('unexpected value: "seventh"');
});
