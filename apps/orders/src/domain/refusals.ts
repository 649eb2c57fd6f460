import { sayIds, type KnownIds, type TradeRefusal } from '@supercargo/kernel';
import type { SplitProblem } from './split.ts';

export const UNKNOWN_ORDER: TradeRefusal = {
  code: 'unknown_order',
  reason: 'there is no order with this number',
  field: 'order',
  accepted: 'the number of an order of your company, as find_orders answers it',
};

export const UNKNOWN_OWN_ORDER: TradeRefusal = {
  code: 'unknown_order',
  reason: 'you have no order with this number',
  field: 'order',
  accepted: 'the number of an order of yours, as my_orders answers it',
};

export const UNKNOWN_SKU: TradeRefusal = {
  code: 'unknown_sku',
  reason: 'no order has a line of this sku',
  field: 'sku',
  accepted: 'the sku of an order line, exactly as get_order answers it',
};

export const UNKNOWN_FLAG: TradeRefusal = {
  code: 'unknown_flag',
  reason: 'there is no flag with this id',
  field: 'flag_id',
  accepted: 'a flag_id that flag_order, find_orders or get_order answered',
};

export function unknownCustomer(known: KnownIds): TradeRefusal {
  return {
    code: 'unknown_customer',
    reason: 'there is no customer with this id',
    field: 'customer',
    accepted: sayIds(known, 'no customer is recorded yet'),
  };
}

export function splitRefusal(problem: SplitProblem): TradeRefusal {
  const { code } = problem;
  const field = 'lines';
  switch (code) {
    case 'nothing_left':
      return {
        ...{ code, field, reason: 'nothing of the order would stay behind, so nothing would be split' },
        accepted: 'less than all that is in no part yet',
      };
    case 'line_twice':
      return { code, field, reason: `line ${problem.line} is named twice`, accepted: 'each line once' };
    case 'unknown_line':
      return {
        ...{ code, field, reason: `the order has no line ${problem.line}` },
        accepted: 'the numbers of lines that get_order answers',
      };
    case 'quantity_not_recorded':
      return {
        ...{ code, field, reason: `how many units line ${problem.line} has is not recorded` },
        accepted: 'lines with a recorded quantity',
      };
    case 'more_than_left':
      return {
        ...{ code, field, reason: `fewer units of line ${problem.line} are in no part yet` },
        accepted:
          problem.left === 0 ? `no units of line ${problem.line}` : `at most ${problem.left} of line ${problem.line}`,
      };
  }
}

export const NEITHER_SPLIT_NOR_JOINED: TradeRefusal = {
  code: 'neither_split_nor_joined',
  reason: 'what to split off needs both lines and promised_on, what to put back together join_part alone',
  field: 'lines',
  accepted: 'lines and promised_on, or join_part',
};

export const PROMISED_BEFORE_TODAY: TradeRefusal = {
  code: 'promised_before_today',
  reason: 'nothing can be promised for a day that is over',
  field: 'promised_on',
  accepted: 'today or a later day',
};

export function notSplittable(state: string): TradeRefusal {
  return {
    code: 'not_splittable',
    reason: `the order is ${state}`,
    field: 'order',
    accepted: 'an order that is placed or allocated, of which nothing shipped',
  };
}

export function partRefusal(state: string | undefined): TradeRefusal {
  return {
    code: state === undefined ? 'unknown_part' : 'part_not_open',
    reason: state === undefined ? 'the order has no part of this number' : `the part is ${state}`,
    field: 'join_part',
    accepted: 'an open part, as get_order answers it',
  };
}
