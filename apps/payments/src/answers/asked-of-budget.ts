import { Instant, parseDecimal, spoken, toWire, WireMoney, type Money } from '@supercargo/kernel';
import type { ToolDeps } from '@supercargo/mcp-kit';
import { fits, spendingRefused, type BudgetLine } from '@supercargo/policy';
import * as z from 'zod';
import { hiddenCap, windowWords } from '../domain/budget-words.ts';
import type { Payment } from '../store/payments.ts';

/** What somebody asks of a budget: would it fit? */
export const Asked = z.strictObject({
  amount: WireMoney,
  fits: z.boolean().describe('as of now: it is judged again when the money leaves'),
  reason: z.string().nullable(),
  room_at: Instant.nullable().describe(
    'since when there is room, if nothing else is spent; null: it fits, or never will',
  ),
});
export type Asked = z.input<typeof Asked>;

/** Finance releases payments and sees what limits them; others see what limits themselves. The database holds them to it. */
export const seesAll = ({ caller }: ToolDeps): boolean => caller.roles.includes('finance');

/** A payment on record against every cap. Whose cap is in the way is said to those who may see it. */
export async function askedOfPayment(payment: Payment, deps: ToolDeps): Promise<Asked> {
  const { person, agent } = deps.caller;
  const spent = { requester: person, agent, payee: payment.payeeId, costCentre: payment.costCentreId };
  const amount = toWire(payment.amount);
  const refused = await spendingRefused(deps.tx, spent, payment.amount);
  if (refused === undefined) return { amount, fits: true, reason: null, room_at: null };
  const isShown = seesAll(deps) || refused.dimension === 'requester' || refused.refusal === 'no_cap';
  return {
    ...{ amount, fits: false, reason: isShown ? refused.words : hiddenCap(refused.roomAt) },
    room_at: refused.roomAt?.toISOString() ?? null,
  };
}

/** An amount that the caller makes up, against the caps that they see: answers about others would tell what those are. */
export function askedOfAmount(amount: Money, lines: readonly BudgetLine[]): Asked {
  const full = lines.find((line) => !fits(line, amount));
  const reason = full === undefined ? null : `it is more than is left ${windowWords(full.dimension, full.span)}`;
  return { amount: toWire(amount), fits: full === undefined, reason, room_at: null };
}

export function askedWords({ amount: { amount, currency }, fits: doesFit, reason }: Asked): string {
  const money = parseDecimal(amount, currency);
  const said = money === undefined ? `${amount} ${currency}` : spoken(money);
  return doesFit ? `${said} would fit.` : `${said} would not: ${reason ?? 'it is not known why'}.`;
}
