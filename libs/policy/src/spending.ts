import type { Money } from '@supercargo/kernel';
import type { SpendingDimension, SpendingSpan } from './seed/spending-caps.ts';

/** Who and what an amount is counted for. */
export interface Spent {
  readonly requester: string;
  readonly agent: string | null;
  readonly payee: string;
  readonly costCentre: string | null;
}

/** One window of one dimension, as far as the person who looks may see it. */
export interface BudgetLine {
  readonly dimension: SpendingDimension;
  /** Who it is for; empty for no agent and for no cost centre. */
  readonly holder: string;
  readonly span: SpendingSpan;
  /** Null: none is set, and nothing may leave. */
  readonly cap: Money | null;
  readonly spent: Money;
}

/** Why an amount may not leave now. The words name the cap and no number. */
export interface SpendingRefusal {
  readonly refusal: 'no_cap' | 'above_cap' | 'used_up';
  readonly dimension: SpendingDimension;
  readonly span: SpendingSpan;
  /** Since when there is room for it again, if nothing else is spent; null: never. */
  readonly roomAt: Date | null;
  readonly words: string;
}

/** What is left of a window: never less than nothing, where a cap was lowered below what is spent. */
export function leftOf({ cap, spent }: BudgetLine): Money | null {
  if (cap === null) return null;
  const left = cap.minor - spent.minor;
  return { minor: left < 0n ? 0n : left, currency: cap.currency };
}

/** Whether an amount fits into a window by what is known of it. */
export function fits(line: BudgetLine, amount: Money): boolean {
  const left = leftOf(line);
  return left !== null && left.currency === amount.currency && amount.minor <= left.minor;
}
