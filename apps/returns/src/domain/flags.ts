import { counted, spoken } from '@supercargo/kernel';
import type { Verdict } from './verdict.ts';

/** How far back other returns of a customer are counted, in days before the return. */
export const HISTORY_DAYS = 180;

/** From how many others on a customer's returns are pointed out. */
const REPEATED_FROM = 3;

/** What is known beside a return itself. */
export interface History {
  /** Other returns of the customer in the days before, counted up to 100. */
  readonly othersOfCustomer: number;
  /** Other returns of the same order that were neither rejected nor cancelled. */
  readonly othersOfOrder: readonly string[];
}

function windowFlag({ window, daysAfterDelivery, windowDays }: Verdict): string | undefined {
  switch (window) {
    case 'outside':
      return `asked for ${counted(daysAfterDelivery ?? 0, 'day')} after delivery, and the return policy accepts ${String(windowDays)}`;
    case 'unknown':
      return 'the day of delivery is not recorded, so nobody knows whether it is in time';
    case 'no_rule':
      return 'the return policy says nothing about it';
    case 'inside':
      return undefined;
  }
}

/** What whoever decides should not overlook, in sentences of ours. */
export function flagsOf(verdict: Verdict, { othersOfCustomer, othersOfOrder }: History): readonly string[] {
  const { isAboveLimit, limit } = verdict;
  return [
    windowFlag(verdict),
    isAboveLimit === true && limit !== null ? `worth more than the policy’s limit of ${spoken(limit)}` : undefined,
    othersOfCustomer >= REPEATED_FROM
      ? `${othersOfCustomer.toString()} other returns of this customer in ${HISTORY_DAYS.toString()} days`
      : undefined,
    othersOfOrder.length > 0 ? `the same order has other returns: ${othersOfOrder.join(', ')}` : undefined,
  ].flatMap((flag) => flag ?? []);
}
