import { addDays, dayOf, spoken, type Money, type TradeRefusal } from '@supercargo/kernel';
import type { PaymentState } from './states.ts';

/** How long an approver is told that an account is new, beyond the days in which nothing is released to it. */
const NEW_ACCOUNT_DAYS = 30;

export function notReleasable(state: PaymentState): TradeRefusal {
  const why: Readonly<Record<PaymentState, string>> = {
    proposed: 'the payment is proposed',
    releasing: 'the payment is under way already',
    unknown: 'the payment is under way already, and the rail is asked what became of it',
    paid: 'the payment is paid',
    failed: 'the payment failed; propose the invoice again',
    cancelled: 'the payment was cancelled; propose the invoice again',
  };
  return { code: 'not_releasable', reason: why[state], field: 'payment', accepted: 'a payment that is proposed' };
}

export function payeeRefused(problems: readonly string[]): TradeRefusal {
  return {
    code: 'payee_not_payable',
    reason: problems.join('; '),
    field: 'payment',
    accepted: 'a payment to a payee on the list, whose verified account is not new',
  };
}

export function invoiceHeld(whys: readonly string[]): TradeRefusal {
  return {
    code: 'invoice_held',
    reason: `the invoice is held: ${whys.join('; ')}`,
    field: 'payment',
    accepted: 'a payment of an invoice without an open hold; release_hold asks two of finance to release one',
  };
}

export const LOOKS_SPLIT: TradeRefusal = {
  code: 'looks_split',
  reason:
    'this and other payments to the payee within 24 hours are each within a limit for a single one and together above it: it looks like one payment in parts',
  field: 'payment',
  accepted: 'the same payment once the others are more than 24 hours old, or cancelled',
};

/** What keeps an amount from leaving: the words of the cap, and since when there is room for it. */
export interface Capped {
  readonly refusal: 'no_cap' | 'above_cap' | 'used_up';
  readonly words: string;
  readonly roomAt: Date | null;
}

export function capRefused({ refusal, words, roomAt }: Capped, field: string, amount: Money): TradeRefusal {
  const accepted = {
    no_cap: 'nothing, until an administrator sets the cap',
    above_cap: 'an amount within the cap, whoever asks',
    used_up:
      roomAt === null ? 'an amount within what is left' : `${spoken(amount)} from ${roomAt.toISOString()}, or less now`,
  }[refusal];
  return { code: refusal === 'no_cap' ? 'no_cap' : 'over_cap', reason: words, field, accepted };
}

/** What an approver should know of an account that is not old, though it may be paid. */
export function newAccountFlag(changedAt: Date, now: Date): readonly string[] {
  const changed = dayOf(changedAt);
  return dayOf(now) < addDays(changed, NEW_ACCOUNT_DAYS)
    ? [`the bank details changed on ${changed}, and were verified since`]
    : [];
}
