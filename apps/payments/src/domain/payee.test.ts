import { expect, test } from 'vitest';
import { coolingOffUntil, PAYEE_PROBLEMS, payeeProblems, payeeProblemWords, type PayeeFacts } from './payee.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
const PAYABLE: PayeeFacts = {
  ...{ allowed: true, accountLast4: '3000' },
  ...{ changedAt: new Date('2026-01-01T00:00:00Z'), verifiedAt: new Date('2026-01-02T00:00:00Z') },
};

test('a payee of the list with an old and verified account may be paid', () => {
  expect(payeeProblems(PAYABLE, NOW)).toEqual([]);
});

test.each<[string, Partial<PayeeFacts>, readonly string[]]>([
  ['not on the allow-list', { allowed: false }, ['not_allowed']],
  ['without an account', { accountLast4: null, verifiedAt: null }, ['no_account']],
  ['with an account that nobody verified', { verifiedAt: null }, ['not_verified']],
  ['whose account changed yesterday', { changedAt: new Date('2026-11-20T09:00:00Z') }, ['cooling_off']],
  [
    'of which all is wrong',
    { allowed: false, verifiedAt: null, changedAt: NOW },
    ['not_allowed', 'not_verified', 'cooling_off'],
  ],
])('a payee %s may not', (_what, broken, problems) => {
  expect(payeeProblems({ ...PAYABLE, ...broken }, NOW)).toEqual(problems);
});

test.each([
  ['2026-11-18T09:00:00.000Z', null],
  ['2026-11-18T09:00:00.001Z', '2026-11-21T09:00:00.001Z'],
  ['2026-11-21T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
])('an account of %s waits until %s, to the millisecond', (changedAt, until) => {
  const at = coolingOffUntil({ ...PAYABLE, changedAt: new Date(changedAt) }, NOW);
  expect(at?.toISOString() ?? null).toBe(until);
});

test('an account that is not there does not cool off', () => {
  expect(coolingOffUntil({ ...PAYABLE, accountLast4: null, changedAt: NOW }, NOW)).toBeNull();
});

test('every problem has a sentence of its own', () => {
  const words = PAYEE_PROBLEMS.map((problem) => payeeProblemWords(problem, PAYABLE));
  expect(new Set(words).size).toBe(PAYEE_PROBLEMS.length);
  expect(payeeProblemWords('cooling_off', { ...PAYABLE, changedAt: new Date('2026-11-20T23:00:00Z') })).toBe(
    'the bank details changed on 2026-11-20: nothing is released before 2026-11-23',
  );
});
