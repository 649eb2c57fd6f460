import {
  dayOf,
  daysBetween,
  Instant,
  ok,
  refuse,
  toWire,
  untrusted,
  UntrustedText,
  WireMoney,
} from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  placeText,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { HoldField, holdField, PayeeField, payeeField, refusalOfPayee } from '../answers/fields.ts';
import { OrderNumber, PayeeId } from '../answers/names.ts';
import { INVOICE_STATES, PAYMENT_STATES, UNSETTLED } from '../domain/states.ts';
import { listInvoicesOf, type ListedInvoice } from '../store/invoice-list.ts';

const Place = z.tuple([z.iso.date().refine((day) => day >= '1900'), placeText(64)]);

const InvoiceRow = z.strictObject({
  invoice_id: z.string(),
  state: z.enum(INVOICE_STATES),
  payee: PayeeField,
  payee_number: UntrustedText.describe('the number that the payee gave it'),
  order_number: z.string().nullable(),
  amount: WireMoney,
  cost_centre: z.string().nullable(),
  received_on: z.iso.date().nullable(),
  due_on: z.iso.date().nullable(),
  days_overdue: z.int().nullable().describe('since it was due, of one that is not settled; null: not overdue'),
  holds: z.array(HoldField).describe('why it is not to be paid yet; empty: nothing holds it'),
  duplicate_of: z.string().nullable().describe('the invoice that it seems to be again'),
  payment: z
    .strictObject({ payment_id: z.string(), state: z.enum(PAYMENT_STATES) })
    .nullable()
    .describe('the payment that is under way or done; null: none'),
});

function invoiceRow(invoice: ListedInvoice, today: string): z.input<typeof InvoiceRow> {
  const { dueOn, state } = invoice;
  const isLate = dueOn !== null && dueOn < today && UNSETTLED.includes(state);
  return {
    ...{ invoice_id: invoice.id, state, payee: payeeField(invoice.payeeId, invoice.payeeName) },
    payee_number: untrusted('payee', invoice.number, 64),
    ...{ order_number: invoice.orderNumber, amount: toWire(invoice.amount), cost_centre: invoice.costCentreId },
    ...{ received_on: invoice.receivedOn, due_on: dueOn },
    days_overdue: isLate ? daysBetween(dueOn, today) : null,
    holds: invoice.holds.map(holdField),
    duplicate_of: invoice.duplicateOf,
    payment: invoice.payment === null ? null : { payment_id: invoice.payment.id, state: invoice.payment.state },
  };
}

export const listInvoices = defineReadTool({
  name: 'list_invoices',
  title: 'List invoices',
  description:
    'Invoices of payees, those due first before the others, each with its amount, what holds it and its payment. Without states: those that are not settled.',
  scopes: ['payments:read'],
  input: z.strictObject({
    states: z
      .array(z.enum(INVOICE_STATES))
      .min(1)
      .max(INVOICE_STATES.length)
      .default([...UNSETTLED])
      .describe(
        'Only invoices in these states: open, held, proposed, paid, rejected; open, held, proposed when left out.',
      ),
    payee: PayeeId.optional().describe('Only invoices of this payee, by its id, such as SUP-FINCA.'),
    due_before: z.iso.date().optional().describe('Only invoices due before this day, such as 2026-12-01.'),
    held: z.boolean().optional().describe('true: only invoices with an open hold; false: only those without.'),
    order: OrderNumber.optional().describe('Only invoices of this order, by its number, such as PO-7002.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    invoices: z.array(InvoiceRow),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ states, payee, due_before: dueBefore, held, order, limit, cursor }, { tx, clock }) {
    const after = readCursor('list_invoices', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    const filter = {
      ...{ states, payeeId: payee ?? null, orderNumber: order ?? null },
      ...{ dueBefore: dueBefore ?? null, held: held ?? null },
    };
    const [refusal, { invoices, total }] = await Promise.all([
      refusalOfPayee(tx, payee),
      listInvoicesOf(tx, filter, {
        after: after === null ? null : { dueBy: after[0], id: after[1] },
        limit: limit + 1,
      }),
    ]);
    if (refusal !== undefined) return refuse(refusal);
    const { page, endsAt } = pageOf(invoices, limit);
    return ok({
      invoices: page.map((invoice) => invoiceRow(invoice, dayOf(at))),
      total,
      next_cursor: endsAt === null ? null : cursorOf('list_invoices', [endsAt.dueBy, endsAt.id]),
      as_of: at.toISOString(),
    });
  },
});
