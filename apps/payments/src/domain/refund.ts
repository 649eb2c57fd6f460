import { ok, parseDecimal, refuse, spoken, type Money, type Result, type TradeRefusal } from '@supercargo/kernel';

/** The cost centre that refunds are counted for: they belong to no bill. */
export const REFUNDS_COST_CENTRE = 'refunds';

export const UNKNOWN_CUSTOMER_PAYMENT: TradeRefusal = {
  code: 'unknown_customer_payment',
  reason: 'there is no payment of a customer with this id',
  field: 'customer_payment',
  accepted: 'the id of a payment that a customer made, exactly as it is written there',
};

export const ORDER_NOT_PAID: TradeRefusal = {
  code: 'order_not_paid',
  reason: 'no payment of a customer for an order with this number is recorded',
  field: 'order',
  accepted: 'the number of an order that its customer paid',
};

export const ONE_OF_TWO: TradeRefusal = {
  code: 'one_of_two',
  reason: 'a refund is of one payment: either the payment or its order is named, not both and not neither',
  field: 'order',
  accepted: 'the number of the order, or customer_payment instead of it',
};

export function severalPayments(ids: readonly string[]): TradeRefusal {
  return {
    code: 'several_payments',
    reason: 'the order was paid in several payments',
    field: 'order',
    accepted: `customer_payment instead: ${ids.join(', ')}`,
  };
}

export function returnRefunded(refundId: string): TradeRefusal {
  return {
    code: 'return_refunded',
    reason: `the return was refunded already, by ${refundId}`,
    field: 'return_id',
    accepted: 'a return that was not refunded',
  };
}

/** What may still go back of a payment. */
export function refundable({ amount, refunded }: { readonly amount: Money; readonly refunded: Money }): Money {
  return { minor: amount.minor - refunded.minor, currency: amount.currency };
}

/** The amount that was asked for, where it may go back: in the payment's own currency, above zero and no more than is left of it. */
export function decideRefund(
  paid: { readonly amount: Money; readonly refunded: Money },
  asked: { readonly amount: string; readonly currency: string | undefined },
): Result<Money, TradeRefusal> {
  const { currency } = paid.amount;
  if (asked.currency !== undefined && asked.currency !== currency) {
    return refuse({
      code: 'other_currency',
      reason: `the customer paid in ${currency}, and a refund is in no other currency`,
      field: 'currency',
      accepted: currency,
    });
  }
  const amount = parseDecimal(asked.amount, currency);
  if (amount === undefined || amount.minor <= 0n) {
    return refuse({
      ...{ code: 'not_an_amount', reason: `this is no amount of ${currency} above zero`, field: 'amount' },
      accepted: 'a decimal such as 89.00',
    });
  }
  const left = refundable(paid);
  if (amount.minor > left.minor) {
    return refuse({
      code: 'more_than_paid',
      reason: 'with this refund more would have gone back than was paid',
      field: 'amount',
      accepted: left.minor > 0n ? `at most ${spoken(left)}` : 'nothing: all of it went back already',
    });
  }
  return ok(amount);
}
