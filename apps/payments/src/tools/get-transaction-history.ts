import { Instant, ok, refuse, toWire, UntrustedText, WireMoney } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LimitArgument,
  pageOf,
  placeText,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { PayeeField, payeeField, railReferenceField, refusalOfPayee } from '../answers/fields.ts';
import { OrderNumber, PayeeId } from '../answers/names.ts';
import { PAYMENT_STATES } from '../domain/states.ts';
import { listTransactions, type Transaction } from '../store/transactions.ts';

const KINDS = ['payment', 'refund'] as const;
const At = z.iso.datetime({ precision: 6 }).refine((at) => at >= '1900');
const Place = z.tuple([At, z.enum(KINDS), placeText(64)]);
const Day = z.iso.date().refine((day) => day >= '1900');

const TransactionRow = z.strictObject({
  kind: z.enum(KINDS),
  id: z.string().describe('the payment_id, or the id of the refund'),
  state: z.enum(PAYMENT_STATES),
  amount: WireMoney,
  at: Instant.describe('when it was proposed or issued'),
  settled_at: Instant.nullable(),
  payee: PayeeField.nullable().describe('of a payment'),
  customer_id: z.string().nullable().describe('of a refund'),
  invoice_id: z.string().nullable(),
  customer_payment_id: z.string().nullable().describe('the payment of the customer that a refund gives back'),
  order_number: z.string().nullable(),
  return_id: z.string().nullable(),
  rail_reference: UntrustedText.nullable().describe('what the payment rail calls it'),
  why: z.string().nullable().describe('why it failed or is unknown'),
});

function transactionRow(row: Transaction): z.input<typeof TransactionRow> {
  return {
    ...{ kind: row.kind, id: row.id, state: row.state, amount: toWire(row.amount) },
    ...{ at: row.at.toISOString(), settled_at: row.settledAt?.toISOString() ?? null },
    payee: row.payee === null ? null : payeeField(row.payee.id, row.payee.name),
    ...{ customer_id: row.customerId, invoice_id: row.invoiceId, customer_payment_id: row.customerPaymentId },
    ...{ order_number: row.orderNumber, return_id: row.returnId },
    rail_reference: railReferenceField(row.railReference),
    why: row.why,
  };
}

export const getTransactionHistory = defineReadTool({
  name: 'get_transaction_history',
  title: 'Get the transaction history',
  description:
    'Payments to payees and refunds to customers, newest first: of one payee, of one order, of a period, or all of them.',
  scopes: ['payments:read'],
  input: z.strictObject({
    payee: PayeeId.optional().describe('Only payments to this payee, by its id, such as SUP-FINCA.'),
    order: OrderNumber.optional().describe(
      'Only what belongs to this order, by its number, such as PO-7002 or SO-1003.',
    ),
    from: Day.optional().describe('Only from this day on, in UTC, such as 2026-11-01.'),
    to: Day.optional().describe('Only until this day, in UTC, such as 2026-11-30.'),
    kind: z
      .enum(KINDS)
      .optional()
      .describe('Only payments to payees, or only refunds to customers: payment or refund.'),
    limit: LimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    transactions: z.array(TransactionRow),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ payee, order, from, to, kind, limit, cursor }, { tx, clock }) {
    const after = readCursor('get_transaction_history', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const filter = {
      ...{ payeeId: payee ?? null, orderNumber: order ?? null, from: from ?? null, to: to ?? null, kind: kind ?? null },
    };
    const place = after === null ? null : { at: after[0], kind: after[1], id: after[2] };
    const [refusal, { transactions, total }] = await Promise.all([
      refusalOfPayee(tx, payee),
      listTransactions(tx, filter, { after: place, limit: limit + 1 }),
    ]);
    if (refusal !== undefined) return refuse(refusal);
    const { page, endsAt } = pageOf(transactions, limit);
    return ok({
      transactions: page.map(transactionRow),
      total,
      next_cursor:
        endsAt === null ? null : cursorOf('get_transaction_history', [endsAt.atExactly, endsAt.kind, endsAt.id]),
      as_of: clock().toISOString(),
    });
  },
});
