import { AS_IT_IS, FOR_AUTHORIZATION, NOT_APPLICABLE, WITH_TEST_TOOLS } from './scenarios.ts';
import type { Check, Listed } from './suite.ts';

/** What came of one scenario, at one server and in one revision. */
export interface Outcome {
  readonly target: string;
  readonly revision: string;
  readonly scenario: string;
  /** Checks that passed. */
  readonly passed: number;
  /** What did not, each in a sentence: none of them is ever expected. */
  readonly problems: readonly string[];
  /** What the suite had nothing to check about, and why. */
  readonly notChecked: readonly string[];
}

type Excused = Readonly<Record<string, string>>;

function problemOf({ id, status, errorMessage = 'no reason is given' }: Check, isExcused: boolean): string | undefined {
  if (status === 'FAILURE') return `${id} failed: ${errorMessage}`;
  if (status === 'WARNING') return `${id} warns: ${errorMessage}`;
  return status === 'SKIPPED' && !isExcused ? `${id} was skipped: ${errorMessage}` : undefined;
}

/**
 * Holds what the suite found against what is accepted; `excused` says, by scenario and check, what it may have nothing to check about. A
 * scenario without results, or in which nothing was checked, has failed.
 */
export function outcomeOf(
  at: Pick<Outcome, 'target' | 'revision' | 'scenario'>,
  checks: readonly Check[] | undefined,
  excused: Excused,
): Outcome {
  if (checks === undefined) return { ...at, passed: 0, problems: ['there are no results'], notChecked: [] };
  const reasonOf = ({ id }: Check): string | undefined => excused[`${at.scenario} ${id}`];
  const passed = checks.filter(({ status }) => status === 'SUCCESS').length;
  const problems = checks.flatMap((check) => problemOf(check, reasonOf(check) !== undefined) ?? []);
  const reasons = checks
    .filter(({ status }) => status === 'SKIPPED' || status === 'INFO')
    .flatMap((check) => (reasonOf(check) === undefined ? [] : [`${check.id}: ${reasonOf(check) ?? ''}`]));
  const isEmpty = passed === 0 && problems.length === 0 && reasons.length === 0;
  return { ...at, passed, problems: isEmpty ? ['nothing was checked'] : problems, notChecked: [...new Set(reasons)] };
}

/** Whether this command knows every scenario that the suite has, and the suite every one that this command knows. */
export function unknownScenarios(server: readonly Listed[], authorization: readonly Listed[]): readonly string[] {
  const run = new Set([...AS_IT_IS, ...WITH_TEST_TOOLS]);
  const isKnown = ({ name, of }: Listed): boolean =>
    of === 'extension' ? Object.hasOwn(NOT_APPLICABLE, name) : run.has(name);
  const listed = new Set([...server, ...authorization].map(({ name }) => name));
  const known = [...run, ...Object.keys(NOT_APPLICABLE), ...FOR_AUTHORIZATION];
  return [
    ...server.filter((one) => !isKnown(one)).map(({ name, of }) => `${name} (${of}) is not known here`),
    ...authorization
      .filter(({ name }) => !FOR_AUTHORIZATION.includes(name))
      .map(({ name }) => `${name} is not known here`),
    ...known.filter((name) => !listed.has(name)).map((name) => `${name} is not one of the suite’s any more`),
  ];
}
