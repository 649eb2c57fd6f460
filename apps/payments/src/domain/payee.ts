import { addDays, dayOf } from '@supercargo/kernel';

/** How long nothing is released to an account that was written anew. The database counts the same days. */
export const COOLING_OFF_DAYS = 3;
const COOLING_OFF_MS = COOLING_OFF_DAYS * 86_400_000;

export interface PayeeFacts {
  readonly allowed: boolean;
  /** The last four characters of the account; null where none is recorded. */
  readonly accountLast4: string | null;
  /** When the account was last written. */
  readonly changedAt: Date;
  readonly verifiedAt: Date | null;
}

export const PAYEE_PROBLEMS = ['not_allowed', 'no_account', 'not_verified', 'cooling_off'] as const;
export type PayeeProblem = (typeof PAYEE_PROBLEMS)[number];

/** Until when nothing is released because the account is new; null where that is over or no account is recorded. */
export function coolingOffUntil({ accountLast4, changedAt }: PayeeFacts, now: Date): Date | null {
  if (accountLast4 === null) return null;
  const until = new Date(changedAt.getTime() + COOLING_OFF_MS);
  return now < until ? until : null;
}

/** Everything that keeps money from this payee now; nothing where it may be paid. */
export function payeeProblems(payee: PayeeFacts, now: Date): readonly PayeeProblem[] {
  const { allowed, accountLast4, verifiedAt } = payee;
  const found: readonly (readonly [boolean, PayeeProblem])[] = [
    [!allowed, 'not_allowed'],
    [accountLast4 === null, 'no_account'],
    [accountLast4 !== null && verifiedAt === null, 'not_verified'],
    [coolingOffUntil(payee, now) !== null, 'cooling_off'],
  ];
  return found.flatMap(([isSo, problem]) => (isSo ? [problem] : []));
}

/** One problem as a sentence says it. */
export function payeeProblemWords(problem: PayeeProblem, payee: PayeeFacts): string {
  switch (problem) {
    case 'not_allowed':
      return 'the payee is not on the allow-list: nothing is released to it';
    case 'no_account':
      return 'no bank account is recorded for the payee';
    case 'not_verified':
      return 'the bank details of the payee are not verified: nothing is released to it';
    case 'cooling_off': {
      const changed = dayOf(payee.changedAt);
      return `the bank details changed on ${changed}: nothing is released before ${addDays(changed, COOLING_OFF_DAYS)}`;
    }
  }
}
