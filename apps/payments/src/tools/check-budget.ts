import { CurrencyCode, Instant, ok, parseDecimal, refuse } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import { leftOf, readBudget, readTenant } from '@supercargo/policy';
import * as z from 'zod';
import { Asked, askedOfAmount, askedOfPayment, askedWords, seesAll } from '../answers/asked-of-budget.ts';
import { BudgetField, budgetField } from '../answers/budget.ts';
import { refusalOfPayee } from '../answers/fields.ts';
import { AMOUNT_OR_PAYMENT, leastLeft, notAnAmount, OWN_CAPS_ONLY } from '../domain/budget-words.ts';
import { CostCentreId, PayeeId, PaymentId } from '../answers/names.ts';
import { UNKNOWN_PAYMENT } from '../domain/refusals.ts';
import { readPayment } from '../store/payments.ts';

export const checkBudget = defineReadTool({
  name: 'check_budget',
  title: 'Check the budget',
  description:
    'What is left of the caps on money that leaves, for who asks: finance sees company, person, agent, payee and cost centre, others their own. With payment: whether that payment would fit all of them. With amount: whether it would fit the caps that are shown.',
  scopes: ['payments:read'],
  input: z.strictObject({
    payment: PaymentId.optional().describe('A payment on record, such as a proposed one: would it fit?'),
    amount: z
      .string()
      .regex(/^\d{1,15}(\.\d{1,4})?$/, { error: 'a decimal such as 1200.00 is accepted' })
      .optional()
      .describe('An amount instead of a payment, as a decimal such as 1200.00.'),
    currency: CurrencyCode.optional().describe('Of the amount and of the caps; the company’s when left out.'),
    payee: PayeeId.optional().describe('Also what is left to this payee; finance only.'),
    cost_centre: CostCentreId.optional().describe('Also what is left of this cost centre; finance only.'),
  }),
  output: z.strictObject({
    currency: CurrencyCode,
    budget: z.array(BudgetField),
    asked: Asked.nullable(),
    words: z.string(),
    as_of: Instant,
  }),
  async read(input, deps) {
    const { tx, caller, clock } = deps;
    const { payment: id, amount: text, payee, cost_centre: costCentre } = input;
    if (id !== undefined && (text ?? input.currency ?? payee ?? costCentre) !== undefined) {
      return refuse(AMOUNT_OR_PAYMENT);
    }
    const payment = id === undefined ? undefined : await readPayment(tx, id);
    if (id !== undefined && payment === undefined) return refuse(UNKNOWN_PAYMENT);
    const unknown = await refusalOfPayee(tx, payee);
    if (unknown !== undefined) return refuse(unknown);
    const currency = payment?.amount.currency ?? input.currency ?? (await readTenant(tx))?.currency ?? 'EUR';
    const amount = text === undefined ? undefined : parseDecimal(text, currency);
    if (text !== undefined && (amount === undefined || amount.minor === 0n)) return refuse(notAnAmount(currency));
    const of = {
      ...{ person: caller.person, agent: caller.agent, payee: payment?.payeeId ?? payee ?? null },
      costCentre: payment === undefined ? (costCentre ?? null) : (payment.costCentreId ?? ''),
    };
    const lines = await readBudget(tx, of, currency);
    const windows = lines.map((line) => ({ dimension: line.dimension, span: line.span, left: leftOf(line) }));
    const asked = payment === undefined ? amount && askedOfAmount(amount, lines) : await askedOfPayment(payment, deps);
    const said = asked === undefined ? [] : [askedWords(asked)];
    return ok({
      ...{ currency, budget: lines.map(budgetField), asked: asked ?? null },
      words: [...said, leastLeft(windows), ...(seesAll(deps) ? [] : [OWN_CAPS_ONLY])].join(' '),
      as_of: clock().toISOString(),
    });
  },
});
