import type { Proposal } from '@supercargo/approval';
import { counted, sayName, spoken } from '@supercargo/kernel';
import { flagsOf } from '../domain/flags.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Rma } from '../store/rma-rows.ts';

/** A sentence of a card has 300 characters. */
const LINES_MAX = 2;

/** What comes back, as a sentence says it: `1 × Grinder, 2 × Filter paper and 3 more`. */
export function itemsText({ lines }: Rma): string {
  const named = lines
    .slice(0, LINES_MAX)
    .map(({ quantity, description }) => `${quantity.toLocaleString('en')} × ${sayName(description, 40)}`);
  const more = lines.length > named.length ? ` and ${(lines.length - named.length).toString()} more` : '';
  return `${named.join(', ')}${more}`;
}

/** Whose return it is, as a sentence says it. */
export function whoseText({ id, customerName }: Rma): string {
  return `return ${id} of ${sayName(customerName, 60)}`;
}

function windowText({ window, daysAfterDelivery, windowDays }: Verdict): string {
  const accepted = windowDays === null ? 'the policy says nothing' : `${counted(windowDays, 'day')} accepted`;
  const asked =
    daysAfterDelivery === null ? 'delivery not recorded' : `asked ${counted(daysAfterDelivery, 'day')} after delivery`;
  return `${window === 'no_rule' ? 'no rule' : window}: ${asked}, ${accepted}`;
}

/** What whoever decides on a return wants to know beside the decision; it may move on without stopping it. */
export function factsOf(rma: Rma, verdict: Verdict, at: Date): Proposal['card']['facts'] {
  const asOf = at.toISOString();
  return [
    { fact: 'Order', value: rma.orderNumber, as_of: asOf },
    { fact: 'Reason', value: rma.reason.replaceAll('_', ' '), as_of: rma.requestedAt.toISOString() },
    { fact: 'Worth', value: spoken(verdict.value), as_of: asOf },
    { fact: 'Return window', value: windowText(verdict), as_of: asOf },
    {
      fact: 'Restocking fee',
      value: verdict.restockingFee === null ? 'the policy says nothing' : spoken(verdict.restockingFee),
      as_of: asOf,
    },
    { fact: 'Other returns of the customer', value: `${rma.othersOfCustomer.toString()} in 180 days`, as_of: asOf },
  ];
}

export function decisionFlags(rma: Rma, verdict: Verdict): string[] {
  return [...flagsOf(verdict, rma)];
}
