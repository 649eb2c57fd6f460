import type { Proposal } from '@supercargo/approval';
import { counted, dayOf, ok, refuse, spoken } from '@supercargo/kernel';
import { defineWriteTool, type ToolDeps } from '@supercargo/mcp-kit';
import { spendingRefused } from '@supercargo/policy';
import * as z from 'zod';
import { accountText, sayPayee } from '../answers/fields.ts';
import { payeeFields, paymentFields } from '../answers/payment-fields.ts';
import { hiddenCap } from '../domain/budget-words.ts';
import { flagsOf } from '../domain/flags.ts';
import { matchWords } from '../domain/match.ts';
import { InvoiceId } from '../answers/names.ts';
import { notProposable, UNKNOWN_INVOICE } from '../domain/refusals.ts';
import { readInvoice, type Invoice } from '../store/invoices.ts';
import { PaymentResult, readPayment } from '../store/payments.ts';

/** A payment's number: the random digits of a fresh id, so that it tells nothing of how many there are. */
function paymentNumber(id: string): string {
  return `PAY-${id.slice(-12).toUpperCase()}`;
}

/** Whether the caps have room for it now. Whose cap is in the way is for finance to see, and for whom it limits. */
async function roomFor(invoice: Invoice, { tx, caller }: ToolDeps): Promise<string> {
  const spent = { requester: caller.person, agent: caller.agent, payee: invoice.payee.id };
  const refused = await spendingRefused(tx, { ...spent, costCentre: invoice.costCentre?.id ?? null }, invoice.amount);
  if (refused === undefined) return 'there is room for it now';
  const isShown = caller.roles.includes('finance') || refused.dimension === 'requester';
  return isShown ? refused.words : hiddenCap(refused.roomAt);
}

function factsOf(invoice: Invoice, room: string, now: Date): Proposal['card']['facts'] {
  const asOf = now.toISOString();
  const { payee, dueOn, costCentre, paidBefore } = invoice;
  const facts = {
    'Order, receipt and invoice': matchWords(invoice),
    Due: dueOn ?? 'not recorded',
    'Cost centre': costCentre === null ? 'not recorded' : costCentre.id,
    'Bank details verified': payee.verifiedAt === null ? 'no' : dayOf(payee.verifiedAt),
    'Paid to it before': counted(paidBefore.payments, 'payment'),
    'Spending caps': room,
  };
  return Object.entries(facts).map(([fact, value]) => ({ fact, value, as_of: asOf }));
}

export const proposePayment = defineWriteTool({
  name: 'propose_payment',
  title: 'Propose a payment',
  description:
    'Asks to propose the payment of one open invoice, of its whole amount to its payee. No money moves: once proposed, the release is asked for and needs two people of finance.',
  scopes: ['payments:propose'],
  input: z.strictObject({ invoice: InvoiceId.describe('The invoice’s id, such as INV-7002.') }),
  reversibility: { kind: 'compensable', by: 'cancel_payment', until: 'it is released' },
  execute: 'payments.propose_payment',
  async plan({ invoice: id }, deps) {
    const { tx, clock, newId } = deps;
    const invoice = await readInvoice(tx, id);
    if (invoice === undefined) return refuse(UNKNOWN_INVOICE);
    if (invoice.state !== 'open') return refuse(notProposable(invoice.state));
    const now = clock();
    const { payee, amount } = invoice;
    const account = accountText(payee.accountLast4);
    return ok({
      effect: { payment_id: paymentNumber(newId()), invoice_id: id },
      guards: { invoice_state: 'open', payee_account: payee.accountHash ?? 'not recorded' },
      amount: null,
      units: null,
      card: {
        sentence: `Propose to pay ${spoken(amount)} to ${sayPayee(payee)} for invoice ${id}. No money moves until two people of finance release it.`,
        changes: [{ what: `Invoice ${id}`, before: 'open', after: 'proposed for payment' }],
        guards: [
          { fact: 'the invoice', value: 'is open' },
          { fact: 'the payee’s account', value: account },
        ],
        facts: factsOf(invoice, await roomFor(invoice, deps), now),
        flags: [...flagsOf(invoice, now)],
        undo: 'cancel_payment takes it back until it is released',
      },
    });
  },
  async readBack(result, { tx }) {
    const { payment_id: id } = PaymentResult.parse(result);
    return paymentFields(id, await readPayment(tx, id), payeeFields);
  },
});
