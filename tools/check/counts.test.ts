import { expect, test } from 'vitest';

import { countsOf } from './counts.ts';

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};

test('reads the numbers of a good run', () => {
  expect(countsOf(JSON.stringify(report), true)).toEqual({ passed: 3, failed: 0 });
});

test('counts a file that could not be loaded as a failure', () => {
  const testResults = [...report.testResults, { status: 'failed', assertionResults: [] }];
  expect(countsOf(JSON.stringify({ ...report, testResults }), false)).toEqual({ passed: 3, failed: 1 });
});

test('does not count a failed test twice for its file', () => {
  const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }];
  expect(countsOf(JSON.stringify({ ...report, numFailedTests: 1, testResults }), false)).toEqual({
    passed: 3,
    failed: 1,
  });
});

test('a run that ended badly never reads as without failures', () => {
  expect(countsOf(JSON.stringify(report), false).failed).toBe(1);
  expect(countsOf(undefined, false)).toEqual({ passed: 0, failed: 1 });
});
