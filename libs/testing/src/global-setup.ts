import type { TestProject } from 'vitest/node';
import { joinTestCluster, testHome, type TestCluster } from './test-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testCluster: TestCluster;
  }
}

/** Vitest's global set-up: one PostgreSQL for the whole run, told to the test files by `inject('testCluster')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = await joinTestCluster(testHome(), (message) => process.stderr.write(`${message}\n`));
  project.provide('testCluster', run.cluster);
  return () => run.leave();
}
