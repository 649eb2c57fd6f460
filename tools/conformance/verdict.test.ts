import { describe, expect, test } from 'vitest';
import { AS_IT_IS, FOR_AUTHORIZATION, NOT_APPLICABLE, NOT_CHECKED, WITH_TEST_TOOLS } from './scenarios.ts';
import type { Check, Listed } from './suite.ts';
import { outcomeOf, unknownScenarios } from './verdict.ts';

const AT = { target: 'orders', revision: '2026-07-28', scenario: 'server-stateless' };
const check = (status: Check['status'], id = 'a-check'): Check => ({ id, status, errorMessage: 'why' });
const problemsOf = (...checks: readonly Check[]): readonly string[] => outcomeOf(AT, checks, NOT_CHECKED).problems;

describe('a scenario', () => {
  test('has passed where every check has', () => {
    expect(outcomeOf(AT, [check('SUCCESS'), check('SUCCESS'), check('INFO')], {})).toMatchObject({
      ...{ passed: 2, problems: [], notChecked: [] },
    });
  });

  test.each([
    ['a failure', 'FAILURE', 'a-check failed: why'],
    ['a warning', 'WARNING', 'a-check warns: why'],
    ['a check that was skipped', 'SKIPPED', 'a-check was skipped: why'],
  ] as const)('has failed with %s beside what passed', (_what, status, problem) => {
    expect(problemsOf(check('SUCCESS'), check(status))).toEqual([problem]);
  });

  test('has failed without results, and where nothing was checked', () => {
    expect(outcomeOf(AT, undefined, {}).problems).toEqual(['there are no results']);
    expect(problemsOf()).toEqual(['nothing was checked']);
    expect(problemsOf(check('INFO'))).toEqual(['nothing was checked']);
  });

  test('may have nothing to check where that is said with its reason, and never fail there', () => {
    const known = 'sep-2575-server-sends-tools-list-changed-on-subscription';
    expect(problemsOf(check('SUCCESS'), check('SKIPPED', known))).toEqual([]);
    expect(outcomeOf(AT, [check('SKIPPED', known)], NOT_CHECKED).notChecked.join()).toMatch(
      /^sep-2575\S+: lists change/,
    );
    expect(problemsOf(check('FAILURE', known))).toEqual([`${known} failed: why`]);
    expect(problemsOf(check('WARNING', known))).toEqual([`${known} warns: why`]);
  });
});

describe('the list of scenarios', () => {
  const server: readonly Listed[] = [
    ...[...AS_IT_IS, ...WITH_TEST_TOOLS].map((name) => ({ name, of: '2026-07-28' })),
    ...Object.keys(NOT_APPLICABLE).map((name) => ({ name, of: 'extension' })),
  ];
  const authorization = FOR_AUTHORIZATION.map((name) => ({ name, of: '2026-07-28' }));

  test('is the suite’s', () => {
    expect(unknownScenarios(server, authorization)).toEqual([]);
  });

  test.each<readonly [string, readonly Listed[], readonly Listed[], string]>([
    ['a new one', [...server, { name: 'new', of: '2026-07-28' }], authorization, 'new (2026-07-28) is not known here'],
    [
      'a new extension',
      [...server, { name: 'new', of: 'extension' }],
      authorization,
      'new (extension) is not known here',
    ],
    [
      'one more for authorization servers',
      server,
      [...authorization, { name: 'new', of: '' }],
      'new is not known here',
    ],
    ['one that is gone', server.slice(1), authorization, 'caching is not one of the suite’s any more'],
    [
      'an extension’s that a revision took over',
      server.map((one) => (one.name === 'tasks-lifecycle' ? { ...one, of: '2026-07-28' } : one)),
      authorization,
      'tasks-lifecycle (2026-07-28) is not known here',
    ],
  ])('with %s is not', (_what, listed, forAuthorization, problem) => {
    expect(unknownScenarios(listed, forAuthorization)).toEqual([problem]);
  });

  test('names each once', () => {
    const names = [...AS_IT_IS, ...WITH_TEST_TOOLS, ...Object.keys(NOT_APPLICABLE), ...FOR_AUTHORIZATION];
    expect(new Set(names).size).toBe(names.length);
  });
});
