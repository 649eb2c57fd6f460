import { expect, test } from 'vitest';
import { peopleNeeded } from './plan-facts.ts';

test('how many people a request needs, and which, is said in words', () => {
  expect(peopleNeeded({ tier: 'person', quorum: 1, needRole: null })).toBe('another person');
  expect(peopleNeeded({ tier: 'consent', quorum: 1, needRole: null })).toBe(
    'the requester’s own consent, or another person',
  );
  expect(peopleNeeded({ tier: 'person', quorum: 2, needRole: 'finance' })).toBe(
    '2 other people, one of them with the role finance',
  );
});
