import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { looseEnds } from './loose-ends.ts';

const found = (text: string, path = 'libs/a/src/b.ts') => looseEnds.check(repositoryOf({ [path]: text })).length;

test('finds reminders, in any file', () => {
  expect(found('// TODO: later')).toBe(1);
  expect(found('-- FIXME', 'prisma/migrations/0001_a.sql')).toBe(1);
});

test('wants a reason where a rule is switched off', () => {
  expect(found('// eslint-disable-next-line no-console')).toBe(1);
  expect(found('// eslint-disable-next-line no-console -- the person at the terminal reads this')).toBe(0);
  expect(found('// @ts-expect-error')).toBe(1);
  expect(found('// @ts-expect-error a write tool without a plan must not compile')).toBe(0);
});

test('finds a test that is left out or runs alone', () => {
  expect(found("test.only('a', () => {});", 'libs/a/src/b.test.ts')).toBe(1);
  expect(found("  describe.skip('a', () => {});", 'libs/a/src/b.test.ts')).toBe(1);
  expect(found("test('a', () => {});", 'libs/a/src/b.test.ts')).toBe(0);
});
