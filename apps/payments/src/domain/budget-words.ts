import { spoken, type Money, type TradeRefusal } from '@supercargo/kernel';

/** How a sentence says whose budget it is, and over how long. */
const OF_HOLDER: Readonly<Record<string, string>> = {
  tenant: 'of the company',
  requester: 'by the person who asks',
  agent: 'by this agent',
  payee: 'to this payee',
  cost_centre: 'of this cost centre',
};

const OF_SPAN: Readonly<Record<string, string>> = {
  transaction: 'in a single payment',
  day: 'in a day',
  week: 'in a week',
};

/** `in a day to this payee`. */
export function windowWords(dimension: string, span: string): string {
  return `${OF_SPAN[span] ?? span} ${OF_HOLDER[dimension] ?? dimension}`;
}

export const OWN_CAPS_ONLY =
  'The caps of the company, of payees and of others are for finance to see; whether a proposed payment fits them is answered by its id.';

/** What is said of a cap to who may not see it: that it is there, and since when it is no longer in the way. */
export function hiddenCap(roomAt: Date | null): string {
  const when = roomAt === null ? 'it is larger than that cap' : `there is room from ${roomAt.toISOString()}`;
  return `a cap that finance sees is in the way: ${when}`;
}

/** A window and what is left of it; null where no cap is set. */
export interface Window {
  readonly dimension: string;
  readonly span: string;
  readonly left: Money | null;
}

/** The window that is nearest to full, in words. */
export function leastLeft(windows: readonly Window[]): string {
  const unset = windows.find(({ left }) => left === null);
  if (unset !== undefined) return `No cap is set ${windowWords(unset.dimension, unset.span)}, so nothing leaves.`;
  const [least] = windows
    .flatMap(({ dimension, span, left }) => (left === null ? [] : [{ dimension, span, left }]))
    .sort((a, b) => (a.left.minor < b.left.minor ? -1 : a.left.minor > b.left.minor ? 1 : 0));
  if (least === undefined) return 'Nothing is known of a budget here.';
  return `Least is left ${windowWords(least.dimension, least.span)}: ${spoken(least.left)}.`;
}

export const AMOUNT_OR_PAYMENT: TradeRefusal = {
  code: 'amount_or_payment',
  reason: 'a payment has its own amount, currency, payee and cost centre',
  field: 'payment',
  accepted: 'payment alone, or the others without it',
};

export function notAnAmount(currency: string): TradeRefusal {
  return {
    code: 'not_an_amount',
    reason: `this is no amount of ${currency} above zero`,
    field: 'amount',
    accepted: 'a decimal such as 1200.00',
  };
}
