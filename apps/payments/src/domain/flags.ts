import { spoken, type Money } from '@supercargo/kernel';
import { payeeProblems, payeeProblemWords, type PayeeFacts } from './payee.ts';

/** What the payee was paid before, in the currency of the bill. */
export interface PaidBefore {
  readonly payments: number;
  readonly largestMinor: bigint | null;
}

export interface BillFacts {
  readonly amount: Money;
  readonly payee: PayeeFacts;
  readonly paidBefore: PaidBefore;
  /** Ids of other bills of the payee over the same amount, received around the same day. */
  readonly lookalikes: readonly string[];
  /** Ids of other payees with the account of this one. */
  readonly sameAccount: readonly string[];
}

/** A bill is unusual where it is more than twice what the payee was ever paid, once there are enough payments to say so. */
const UNUSUAL_FACTOR = 2n;
const PAYMENTS_MIN = 3;

export function isUnusual({ amount, paidBefore }: Pick<BillFacts, 'amount' | 'paidBefore'>): boolean {
  const { payments, largestMinor } = paidBefore;
  return payments >= PAYMENTS_MIN && largestMinor !== null && amount.minor > UNUSUAL_FACTOR * largestMinor;
}

/** What an approver should look at twice, each in one sentence of ours. */
export function flagsOf(bill: BillFacts, now: Date): readonly string[] {
  const { amount, payee, paidBefore, lookalikes, sameAccount } = bill;
  const [first] = lookalikes;
  const largest = paidBefore.largestMinor;
  return [
    ...payeeProblems(payee, now).map((problem) => payeeProblemWords(problem, payee)),
    ...(sameAccount.length === 0 ? [] : [`another payee has the same account: ${sameAccount.join(', ')}`]),
    ...(paidBefore.payments === 0 ? ['first-time payee: it was never paid before'] : []),
    ...(first === undefined ? [] : [`looks like a duplicate: ${first} is over the same amount, around the same day`]),
    ...(isUnusual(bill) && largest !== null
      ? [`unusual amount: the most that was ever paid to it is ${spoken({ ...amount, minor: largest })}`]
      : []),
  ];
}
