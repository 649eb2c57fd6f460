import { ok, refuse, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { sayPayee } from '../answers/fields.ts';
import { matchWords } from '../domain/match.ts';
import { InvoiceId } from '../answers/names.ts';
import { UNKNOWN_HOLD, UNKNOWN_INVOICE } from '../domain/refusals.ts';
import { HOLD_KINDS } from '../domain/states.ts';
import { ReleasedResult } from '../store/holds.ts';
import { readInvoice } from '../store/invoices.ts';

export const releaseHold = defineWriteTool({
  name: 'release_hold',
  title: 'Release a hold',
  description:
    'Asks two people of finance to release one hold of an invoice although what it says is so, such as an amount that differs and was agreed upon. A hold whose cause is mended is released by itself. Nothing is released by this call, and no money moves.',
  scopes: ['payments:release'],
  input: z.strictObject({
    invoice: InvoiceId.describe('The id of the held invoice, such as INV-7006.'),
    kind: z.enum(HOLD_KINDS).describe('Which of its holds, as list_invoices names it, such as amount_differs.'),
  }),
  reversibility: {
    kind: 'irreversible',
    why: 'a released hold is not placed again for the same facts; a payment of the invoice still needs two people of finance',
  },
  execute: 'payments.release_hold',
  async plan({ invoice: id, kind }, { tx, clock }) {
    const invoice = await readInvoice(tx, id);
    if (invoice === undefined) return refuse(UNKNOWN_INVOICE);
    const hold = invoice.holds.find((each) => each.kind === kind);
    if (hold === undefined) return refuse(UNKNOWN_HOLD);
    const others = invoice.holds.length - 1;
    const asOf = clock().toISOString();
    const after = others === 0 ? 'released' : `released; ${others.toString()} more still hold the invoice`;
    return ok({
      effect: { invoice_id: id, hold_id: hold.id, kind },
      guards: { hold_state: 'open', hold_why: hold.why },
      amount: null,
      units: null,
      card: {
        sentence: `Release the hold ${kind} on invoice ${id} of ${sayPayee(invoice.payee)} over ${spoken(invoice.amount)}.`,
        changes: [{ what: `Hold ${kind} on ${id}`, before: 'open', after }],
        guards: [{ fact: 'why it is held', value: hold.why }],
        facts: [
          { fact: 'Order, receipt and invoice', value: matchWords(invoice), as_of: asOf },
          { fact: 'Duplicate of', value: invoice.duplicateOf ?? 'none that is known', as_of: asOf },
          { fact: 'Due', value: invoice.dueOn ?? 'not recorded', as_of: asOf },
        ],
        flags: [hold.why],
        undo: 'not undone: it is not placed again for the same facts; releasing the payment still needs two of finance',
      },
    });
  },
  async readBack(result, { tx }) {
    const { invoice_id: id, kind } = ReleasedResult.parse(result);
    const invoice = await readInvoice(tx, id);
    return {
      ...{ invoice_id: id, kind, invoice_state: invoice?.state ?? 'not found' },
      holds_left: invoice?.holds.length ?? null,
    };
  },
});
