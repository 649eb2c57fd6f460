import { expect, test } from 'vitest';
import { groupsOf, isUnsent, stepsOf } from './steps.ts';

const LABELS = ['begin read', 'read', 'commit of read', 'begin write', 'approval_claim', 'commit of approval_claim'];
const namesOf = (scenario: 'worker' | 'postgres-under-worker'): readonly string[] =>
  stepsOf({ name: 'story' }, scenario, LABELS).map(({ name }) => name);

test('a program dies before and after each of its statements', () => {
  expect(namesOf('worker')).toHaveLength(2 * LABELS.length + 1);
  expect(namesOf('worker').at(-1)).toBe('story/worker/05-commit-of-approval_claim-answered');
});

test('PostgreSQL dies under it after each statement of what writes, and in the middle of the commit', () => {
  expect(namesOf('postgres-under-worker')).toStrictEqual([
    'story/postgres-under-worker/03-begin-write-unanswered',
    'story/postgres-under-worker/04-approval_claim-unanswered',
    'story/postgres-under-worker/05-commit-of-approval_claim-in-flight',
    'story/postgres-under-worker/05-commit-of-approval_claim-unanswered',
  ]);
});

test('what was claimed and perhaps not sent is told apart: it may end as failed', () => {
  const unsent = stepsOf({ name: 'story' }, 'postgres-under-worker', LABELS).filter(isUnsent);
  expect(unsent.map(({ point }) => point.moment)).toStrictEqual(['in flight', 'unanswered']);
});

test('nothing is held after the commit of what only reads: it would wait on the connection that is held', () => {
  const groups = groupsOf(stepsOf({ name: 'story' }, 'server', LABELS), 7);
  for (const group of groups) {
    const labels = group.map(({ point }) => point.label);
    expect(labels.slice(0, -1)).not.toContain('commit of read');
  }
  expect(groups.flat()).toHaveLength(2 * LABELS.length + 1);
});
