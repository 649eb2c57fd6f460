import type { Proposal } from '@supercargo/approval';
import { addDays, sayName, spoken, type Money } from '@supercargo/kernel';
import type { AskedLine, Returnable } from '../domain/asking.ts';
import type { Reason } from '../domain/rma.ts';

/** A sentence of a card has 300 characters. */
const NAMED_MAX = 2;

/** What a customer asks to send back. */
export interface Asked {
  readonly order: string;
  readonly reason: Reason;
  readonly words: string | null;
  readonly lines: readonly AskedLine[];
  readonly items: readonly Returnable[];
  readonly worth: Money;
}

function itemsText({ lines, items }: Asked): string {
  const named = lines.slice(0, NAMED_MAX).map(({ sku, quantity }) => {
    const description = items.find((item) => item.sku === sku)?.description ?? sku;
    return `${quantity.toLocaleString('en')} × ${sayName(description, 40)}`;
  });
  const more = lines.length > named.length ? ` and ${(lines.length - named.length).toString()} more` : '';
  return `${named.join(', ')}${more}`;
}

/** The last day on which all of it is taken back. */
function lastDay({ lines, items }: Asked): string {
  const days = items.flatMap(({ sku, deliveredOn, windowDays }) =>
    deliveredOn !== null && windowDays !== null && lines.some((line) => line.sku === sku)
      ? [addDays(deliveredOn, windowDays)]
      : [],
  );
  return days.sort()[0] ?? 'not known';
}

/** The card in words for the customer who asks, and for whoever of the company has to agree to it. */
export function askingCard(asked: Asked, at: Date): Proposal['card'] {
  const { order, reason, words, worth } = asked;
  const asOf = at.toISOString();
  const why = reason.replaceAll('_', ' ');
  return {
    sentence: `Ask to send back ${itemsText(asked)} of order ${order}, because: ${why}.`,
    changes: [{ what: 'Return', before: 'none', after: 'requested' }],
    guards: [
      { fact: 'what was sold', value: 'as now recorded' },
      { fact: 'nothing else of it', value: 'sent back meanwhile' },
      { fact: 'day of delivery', value: 'as now recorded' },
      { fact: 'return policy', value: 'as it is now' },
    ],
    facts: [
      { fact: 'Paid for these', value: spoken(worth), as_of: asOf },
      { fact: 'What is given back', value: 'the returns desk decides; nothing is paid by this', as_of: asOf },
      { fact: 'Taken back until', value: lastDay(asked), as_of: asOf },
      ...(words === null
        ? []
        : [{ fact: 'The customer’s words, not checked', value: sayName(words, 250), as_of: asOf }]),
    ],
    flags: [],
    undo: 'the returns desk can reject it as long as it decided nothing',
  };
}
