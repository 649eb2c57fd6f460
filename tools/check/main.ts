// Runs every check, two at a time, and with --tests the tests after them. The last line of a test run is its numbers,
// alone, as "N passed, N failed". Other arguments go to vitest.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

import { countsOf } from './counts.ts';
import { runStep, runSteps, type Outcome } from './run-step.ts';
import { checks, resultsPath, tests } from './steps.ts';

const root = join(import.meta.dirname, '..', '..');

function report({ step, passed, seconds }: Outcome): void {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${step.name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s`);
}

async function runTests(args: readonly string[]): Promise<boolean> {
  const results = join(root, resultsPath);
  mkdirSync(dirname(results), { recursive: true });
  rmSync(results, { force: true });
  const outcome = await runStep(root, tests(args), true, new AbortController().signal);
  report(outcome);
  const counts = countsOf(existsSync(results) ? readFileSync(results, 'utf8') : undefined, outcome.passed);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return outcome.passed && counts.failed === 0;
}

async function main(args: readonly string[]): Promise<boolean> {
  const failure = await runSteps(root, checks(root), Math.min(2, availableParallelism()), report);
  if (failure !== undefined) {
    console.log(`\n${failure.output.trimEnd()}\n\n${failure.step.name} failed; what to change is above`);
    return false;
  }
  return !args.includes('--tests') || (await runTests(args.filter((arg) => arg !== '--tests')));
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
