import type { Proposal } from '@supercargo/approval';
import { sayName, spoken, toWire, WireMoney } from '@supercargo/kernel';
import { leftOf, SPENDING_DIMENSIONS, SPENDING_SPANS, type BudgetLine } from '@supercargo/policy';
import * as z from 'zod';
import { windowWords } from '../domain/budget-words.ts';

export const BudgetField = z.strictObject({
  dimension: z.enum(SPENDING_DIMENSIONS),
  holder: z.string().describe('who it is for; empty for no agent and for no cost centre'),
  span: z.enum(SPENDING_SPANS).describe('transaction: a single payment'),
  cap: WireMoney.nullable().describe('null: none is set, and nothing leaves'),
  spent: WireMoney.describe('what left or may have left within the span'),
  left: WireMoney.nullable(),
});

export function budgetField(line: BudgetLine): z.input<typeof BudgetField> {
  const left = leftOf(line);
  const { dimension, holder, span, cap, spent } = line;
  return {
    ...{ dimension, holder: holder === '' ? '' : sayName(holder), span },
    ...{ cap: cap === null ? null : toWire(cap), spent: toWire(spent), left: left === null ? null : toWire(left) },
  };
}

/** What is left of the day, for a card: as much of it as the person who asks may see. */
export function budgetFacts(lines: readonly BudgetLine[], asOf: string): Proposal['card']['facts'] {
  return lines
    .filter(({ span, dimension }) => span === 'day' && dimension !== 'agent')
    .map((line) => {
      const left = leftOf(line);
      return {
        fact: `Budget left ${windowWords(line.dimension, line.span)}`,
        value: left === null ? 'none is set' : spoken(left),
        as_of: asOf,
      };
    });
}
