import { sayIds, type KnownIds, type TradeRefusal } from '@supercargo/kernel';
import type { RmaState } from './rma.ts';

export const UNKNOWN_RETURN: TradeRefusal = {
  code: 'unknown_return',
  reason: 'there is no return with this id',
  field: 'rma_id',
  accepted: 'an rma_id that list_returns answers',
};

export const UNKNOWN_LABEL: TradeRefusal = {
  code: 'unknown_label',
  reason: 'there is no label with this id',
  field: 'label_id',
  accepted: 'a label_id that issue_label or get_return answered',
};

export const UNKNOWN_CUSTOMER: TradeRefusal = {
  code: 'unknown_customer',
  reason: 'there is no customer with this id',
  field: 'customer',
  accepted: 'the id of a customer, as list_returns answers it',
};

export const UNREADABLE_AMOUNT: TradeRefusal = {
  code: 'invalid_field',
  reason: 'value_over has more decimals than the company’s currency',
  field: 'value_over',
  accepted: 'a decimal number such as 1000.00',
};

export function unknownCarrier(known: KnownIds): TradeRefusal {
  return {
    code: 'unknown_carrier',
    reason: 'there is no carrier with this id',
    field: 'carrier',
    accepted: sayIds(known, 'no carrier is recorded yet'),
  };
}

/** A return whose state does not let this happen, and which would. */
export function notInState(state: RmaState, accepted: string, field = 'rma_id'): TradeRefusal {
  return {
    code: 'not_in_state',
    reason: `the return is ${state.replace('_', ' ')}`,
    field,
    accepted,
  };
}

export const LABEL_NOT_ISSUED: TradeRefusal = {
  code: 'not_in_state',
  reason: 'the label was voided',
  field: 'label_id',
  accepted: 'a label that is issued',
};

export const NO_LINES: TradeRefusal = {
  code: 'no_lines',
  reason: 'nobody recorded what comes back',
  field: 'rma_id',
  accepted: 'a return with lines',
};

export const NO_RULE: TradeRefusal = {
  code: 'no_policy_rule',
  reason: 'the return policy says nothing about this reason and these goods, so nobody knows what it gives back',
  field: 'rma_id',
  accepted: 'a return that a rule of returns://policy is about',
};
