import type { Proposal } from '@supercargo/approval';
import { ok, refuse, spoken, type Result, type TradeRefusal } from '@supercargo/kernel';
import type { ToolDeps } from '@supercargo/mcp-kit';
import { looksSplit, readBudget, spendingRefused } from '@supercargo/policy';
import { flagsOf } from '../domain/flags.ts';
import { matchWords } from '../domain/match.ts';
import { payeeProblems, payeeProblemWords } from '../domain/payee.ts';
import {
  capRefused,
  invoiceHeld,
  LOOKS_SPLIT,
  newAccountFlag,
  notReleasable,
  payeeRefused,
} from '../domain/release.ts';
import { readToRelease, type ToRelease } from '../store/budget-release.ts';
import type { Invoice } from '../store/invoices.ts';
import type { Payment } from '../store/payments.ts';
import { budgetFacts } from './budget.ts';
import { accountText, sayPayee } from './fields.ts';

/** Whether the money may leave, as far as it can be known before it does: the same is judged again when it leaves. */
async function refusalOf(
  { payment, invoice, found }: { readonly payment: Payment; readonly invoice: Invoice; readonly found: ToRelease },
  { tx, clock, caller }: ToolDeps,
): Promise<TradeRefusal | undefined> {
  const { payee } = invoice;
  const problems = payeeProblems(payee, clock());
  if (problems.length > 0) return payeeRefused(problems.map((problem) => payeeProblemWords(problem, payee)));
  if (invoice.holds.length > 0) return invoiceHeld(invoice.holds.map(({ why }) => why));
  const spent = { requester: caller.person, agent: caller.agent, payee: payee.id, costCentre: payment.costCentreId };
  const { amount } = payment;
  const capped = await spendingRefused(tx, spent, amount);
  if (capped !== undefined) return capRefused(capped, 'payment', amount);
  const asked = { server: 'payments', tool: 'release_payment', amount, others: found.others };
  return (await looksSplit(tx, spent, asked)) ? LOOKS_SPLIT : undefined;
}

/** The plan and card of a release, or why there is none. */
export async function proposeRelease(
  payment: Payment,
  invoice: Invoice,
  deps: ToolDeps,
): Promise<Result<Proposal, TradeRefusal>> {
  const { tx, clock, caller } = deps;
  const found = await readToRelease(tx, payment);
  const refusal = await refusalOf({ payment, invoice, found }, deps);
  if (refusal !== undefined) return refuse(refusal);
  const { amount, costCentreId: costCentre } = payment;
  const { payee } = invoice;
  if (found.account === null || payee.accountHash === null) return refuse(notReleasable(payment.state));
  const of = { person: caller.person, agent: caller.agent, payee: payee.id, costCentre: costCentre ?? '' };
  const now = clock();
  const asOf = now.toISOString();
  const account = accountText(payee.accountLast4);
  return ok({
    effect: {
      ...{ payment_id: payment.id, invoice_id: invoice.id, payee_id: payee.id },
      ...{ payee_name: payee.name, account: found.account },
    },
    guards: {
      ...{ payment_state: 'proposed', invoice_state: invoice.state },
      ...{ account_hash: payee.accountHash, open_holds: 'none', match: found.match },
    },
    amount,
    units: null,
    card: {
      sentence: `Pay ${spoken(amount)} to ${sayPayee(payee)}, whose account ${account}, for invoice ${invoice.id}.`,
      changes: [
        { what: `Payment ${payment.id}`, before: 'proposed', after: 'paid' },
        { what: `Invoice ${invoice.id}`, before: invoice.state, after: 'paid' },
      ],
      guards: [
        { fact: 'the payment', value: 'is proposed' },
        { fact: 'the payee’s account', value: account },
        { fact: 'order, receipt and invoice', value: matchWords(invoice) },
        { fact: 'holds', value: 'none is open' },
      ],
      facts: [
        { fact: 'Due', value: invoice.dueOn ?? 'not recorded', as_of: asOf },
        { fact: 'Proposed by', value: payment.proposer ?? 'not recorded', as_of: payment.proposedAt.toISOString() },
        { fact: 'Bank details verified', value: payee.verifiedAt?.toISOString().slice(0, 10) ?? 'no', as_of: asOf },
        ...budgetFacts(await readBudget(tx, of, amount.currency), asOf),
      ],
      flags: [...flagsOf(invoice, now), ...newAccountFlag(payee.changedAt, now)],
      undo: 'nothing calls back money that left; until it is released, cancel_payment takes the payment back',
    },
  });
}
