import { NOT_APPLICABLE, REVISIONS } from './scenarios.ts';
import type { Outcome } from './verdict.ts';

const HEAD = ['scenario', ...REVISIONS, 'at'];

function cell(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return '–';
  if (outcomes.some(({ problems }) => problems.length > 0)) return 'FAILED';
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  return passed === 0 ? 'nothing' : String(passed);
}

function rowOf(scenario: string, outcomes: readonly Outcome[]): readonly string[] {
  const targets = [...new Set(outcomes.map(({ target }) => target))];
  return [
    scenario,
    ...REVISIONS.map((revision) => cell(outcomes.filter((outcome) => outcome.revision === revision))),
    targets.join(' '),
  ];
}

/** What the suite had nothing to check about, each once. */
function notChecked(outcomes: readonly Outcome[]): readonly string[] {
  const all = outcomes.flatMap(({ scenario, notChecked: reasons }) => reasons.map((reason) => `${scenario} ${reason}`));
  return [...new Set(all)].sort();
}

/** The table of what passed, and everything that a reader would otherwise have to guess. */
export function reportLines(outcomes: readonly Outcome[], unknown: readonly string[]): readonly string[] {
  const scenarios = [...new Set(outcomes.map(({ scenario }) => scenario))].sort();
  const rows = [
    HEAD,
    ...scenarios.map((name) =>
      rowOf(
        name,
        outcomes.filter(({ scenario }) => scenario === name),
      ),
    ),
  ];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  const checks = outcomes.reduce((sum, { passed }) => sum + passed, 0);
  return [
    ...rows.map((row) =>
      row
        .map((word, at) => word.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    'A number: checks that passed, at all of these servers. –: no scenario of that revision.',
    ...['', 'not checked, because there is nothing to check:', ...notChecked(outcomes).map((line) => `  ${line}`)],
    ...['', 'not applicable:', ...Object.entries(NOT_APPLICABLE).map(([name, why]) => `  ${name}: ${why}`)],
    '',
    ...failed.flatMap(({ target, revision, scenario, problems }) =>
      problems.map((problem) => `FAILED ${target} ${revision} ${scenario}: ${problem}`),
    ),
    ...unknown.map((line) => `FAILED ${line}`),
    `${outcomes.length} runs of ${scenarios.length} scenarios, ${checks} checks passed, ${failed.length} runs failed`,
  ];
}
