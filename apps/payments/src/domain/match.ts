import { spoken, type Money } from '@supercargo/kernel';

export interface MatchFacts {
  readonly amount: Money;
  readonly orderNumber: string | null;
  readonly ordered: Money | null;
  readonly received: Money | null;
}

/** How order, receipt and invoice stand to each other, as a card says it. The database decides by its holds; this only tells. */
export function matchWords({ amount, orderNumber, ordered, received }: MatchFacts): string {
  if (orderNumber === null) return 'the invoice names no order';
  const said = (money: Money | null, none: string): string => (money === null ? none : spoken(money));
  const facts = `order ${orderNumber} of ${said(ordered, 'an unknown amount')}, received ${said(received, 'nothing')}, billed ${spoken(amount)}`;
  const agree =
    ordered !== null &&
    received !== null &&
    ordered.currency === amount.currency &&
    ordered.minor === amount.minor &&
    received.minor >= amount.minor;
  return `${agree ? 'matches' : 'does not match'}: ${facts}`;
}
