/** What a test run came to. */
export type Counts = Readonly<{ passed: number; failed: number }>;

type Results = Readonly<{
  numPassedTests: number;
  numFailedTests: number;
  testResults: readonly Readonly<{ status: string; assertionResults: readonly Readonly<{ status: string }>[] }>[];
}>;

/**
 * Reads the numbers of vitest's JSON report. A file that failed without a failed test, because it could not be loaded
 * or its set-up threw, counts as one failure; so does a run that ended badly though nothing in it says why.
 */
export function countsOf(report: string | undefined, endedWell: boolean): Counts {
  if (report === undefined) return { passed: 0, failed: 1 };
  const results = JSON.parse(report) as Results;
  const brokenFiles = results.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = results.numFailedTests + brokenFiles;
  return { passed: results.numPassedTests, failed: failed === 0 && !endedWell ? 1 : failed };
}
