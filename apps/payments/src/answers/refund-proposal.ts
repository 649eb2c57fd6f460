import type { Proposal } from '@supercargo/approval';
import { ok, refuse, spoken, type Money, type Result, type TradeRefusal } from '@supercargo/kernel';
import type { ToolDeps } from '@supercargo/mcp-kit';
import { readBudget, spendingRefused } from '@supercargo/policy';
import { refundable, REFUNDS_COST_CENTRE } from '../domain/refund.ts';
import { capRefused } from '../domain/release.ts';
import type { Paid } from '../store/budget-refund.ts';
import { budgetFacts } from './budget.ts';

/** A refund's number: the random digits of a fresh id, so that it tells nothing of how many there are. */
function refundNumber(id: string): string {
  return `RF-${id.slice(-12).toUpperCase()}`;
}

/** The plan and card of a refund that the payment still holds, or the cap that it does not fit. */
export async function proposeRefund(
  paid: Paid,
  amount: Money,
  returnId: string | null,
  { tx, clock, newId, caller }: ToolDeps,
): Promise<Result<Proposal, TradeRefusal>> {
  const { person, agent } = caller;
  const to = { agent, payee: paid.customerId, costCentre: REFUNDS_COST_CENTRE };
  const capped = await spendingRefused(tx, { requester: person, ...to }, amount);
  if (capped !== undefined) return refuse(capRefused(capped, 'amount', amount));
  const asOf = clock().toISOString();
  const { refunded } = paid;
  const left = { ...refunded, minor: refundable(paid).minor - amount.minor };
  return ok({
    effect: {
      ...{ refund_id: refundNumber(newId()), customer_payment_id: paid.id, customer_id: paid.customerId },
      ...{ order_number: paid.orderNumber, return_id: returnId },
    },
    guards: { refundable_at_least: amount.minor.toString() },
    amount,
    units: null,
    card: {
      sentence: `Refund ${spoken(amount)} to customer ${paid.customerId} out of payment ${paid.id} for order ${paid.orderNumber}.`,
      changes: [
        {
          what: `Refunded of ${paid.id}`,
          before: spoken(refunded),
          after: spoken({ ...refunded, minor: refunded.minor + amount.minor }),
        },
      ],
      guards: [{ fact: 'refundable', value: `at least ${spoken(amount)}` }],
      facts: [
        { fact: 'Paid', value: spoken(paid.amount), as_of: paid.capturedAt.toISOString() },
        { fact: 'Left of the payment after it', value: spoken(left), as_of: asOf },
        { fact: 'Return', value: returnId ?? 'none was named', as_of: asOf },
        ...budgetFacts(await readBudget(tx, { person, ...to }, amount.currency), asOf),
      ],
      flags: [
        ...(refunded.minor > 0n ? [`${spoken(refunded)} of this payment went back before`] : []),
        ...(returnId === null ? ['it is for no return: nothing says that goods came back'] : []),
      ],
      undo: 'nothing calls back money that left',
    },
  });
}
