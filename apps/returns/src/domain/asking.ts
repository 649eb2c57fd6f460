import { daysBetween, type Money, type TradeRefusal } from '@supercargo/kernel';

/** An item of an order as far as it may come back. */
export interface Returnable {
  readonly sku: string;
  readonly description: string;
  readonly sold: number;
  /** What is coming or came back already. */
  readonly returned: number;
  /** Null where it was sold at several prices. */
  readonly price: Money | null;
  readonly deliveredOn: string | null;
  /** Null where the return policy says nothing about the reason and it. */
  readonly windowDays: number | null;
}

/** What is asked to come back of an item. */
export interface AskedLine {
  readonly sku: string;
  readonly quantity: number;
}

/** How many of an item may still come back. */
export function leftOf({ sold, returned }: Returnable): number {
  return Math.max(0, sold - returned);
}

/** Another customer's order, one that never was and one that was not delivered are answered alike. */
export const UNKNOWN_OWN_ORDER: TradeRefusal = {
  code: 'unknown_order',
  reason: 'there is no delivered order of yours with this number',
  field: 'order',
  accepted: 'the number of an order of yours that was delivered, as my_orders of Orders shows it',
};

const ASK_THE_DESK = 'ask the returns desk of the company about it';

function lineRefusal(
  line: AskedLine,
  at: number,
  item: Returnable | undefined,
  skus: readonly string[],
  today: string,
): TradeRefusal | undefined {
  const [sku, quantity] = [`lines.${at.toString()}.sku`, `lines.${at.toString()}.quantity`];
  if (item === undefined) {
    const accepted = `one of ${skus.join(', ')}`;
    return { code: 'unknown_item', reason: 'the order has no such item', field: sku, accepted };
  }
  if (item.price === null) {
    const reason = 'the order has this item at several prices';
    return { code: 'several_prices', reason, field: sku, accepted: ASK_THE_DESK };
  }
  if (item.windowDays === null) {
    const reason = 'the return policy says nothing about this reason and this item';
    return { code: 'no_policy_rule', reason, field: 'reason', accepted: 'another reason, if it is so' };
  }
  if (item.deliveredOn === null) {
    const reason = 'nobody recorded when it was delivered';
    return { code: 'no_day', reason, field: 'order', accepted: ASK_THE_DESK };
  }
  if (daysBetween(item.deliveredOn, today) > item.windowDays) {
    const reason = `for this reason it is taken back for ${item.windowDays.toString()} days after its delivery on ${item.deliveredOn}`;
    return { code: 'too_late', reason, field: sku, accepted: 'what was delivered later' };
  }
  const left = leftOf(item);
  if (line.quantity <= left) return undefined;
  const accepted = left === 0 ? 'none of it: all is sent back already' : `at most ${left.toString()}`;
  return { code: 'too_many', reason: `${item.sold.toString()} were sold`, field: quantity, accepted };
}

/** Why a customer cannot ask for this, or undefined. Expects the items of an order that is theirs. */
export function askingRefusal(
  lines: readonly AskedLine[],
  items: readonly Returnable[],
  today: string,
): TradeRefusal | undefined {
  const twice = lines.findIndex(({ sku }, at) => lines.findIndex((other) => other.sku === sku) !== at);
  if (twice >= 0) {
    const field = `lines.${twice.toString()}.sku`;
    return { code: 'twice', reason: 'this item is named twice', field, accepted: 'each item once' };
  }
  const skus = items.slice(0, 20).map(({ sku }) => sku);
  for (const [at, line] of lines.entries()) {
    const item = items.find(({ sku }) => sku === line.sku);
    const refusal = lineRefusal(line, at, item, skus, today);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** What all of it was sold for. */
export function worthOf(lines: readonly AskedLine[], items: readonly Returnable[], currency: string): Money {
  const minor = lines.reduce((sum, { sku, quantity }) => {
    const price = items.find((item) => item.sku === sku)?.price?.minor ?? 0n;
    return sum + price * BigInt(quantity);
  }, 0n);
  return { minor, currency };
}
