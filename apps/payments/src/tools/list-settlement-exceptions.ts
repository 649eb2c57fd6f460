import { addDays, counted, dayOf, Instant, ok, refuse, spoken, WireMoney } from '@supercargo/kernel';
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
import { moneyField, PayeeField, payeeField, refusalOfPayee } from '../answers/fields.ts';
import { EXCEPTION_KINDS, EXCEPTION_NEXT } from '../domain/exceptions.ts';
import { PayeeId } from '../answers/names.ts';
import { COOLING_OFF_DAYS } from '../domain/payee.ts';
import { listExceptions, type SettlementException } from '../store/exceptions.ts';

const Since = z.iso.datetime({ precision: 6 }).refine((at) => at >= '1900');
const Place = z.tuple([Since, z.enum(EXCEPTION_KINDS), placeText(64)]);

const ExceptionRow = z.strictObject({
  kind: z.enum(EXCEPTION_KINDS),
  what: z.string().describe('what is wrong'),
  next_step: z.string().describe('what settles it'),
  since: Instant,
  invoice_id: z.string().nullable(),
  payment_id: z.string().nullable(),
  refund_id: z.string().nullable(),
  payee: PayeeField.nullable(),
  order_number: z.string().nullable(),
  amount: WireMoney.nullable().describe('of the invoice or the refund; of a payee, of all its unsettled invoices'),
  ordered: WireMoney.nullable().describe('what the order is of; null: not known, or no order'),
  received: WireMoney.nullable().describe('what was received of the order; null: nothing, or no order'),
  duplicate_of: z.string().nullable().describe('the invoice that it seems to be again'),
  due_on: z.iso.date().nullable(),
});

/** A hold says itself what is wrong. */
function whatIsWrong({ kind, why, since, amount, invoices }: SettlementException): string {
  const day = dayOf(since);
  switch (kind) {
    case 'bank_changed': {
      const waiting =
        amount === null ? '' : `; waiting for it: ${counted(invoices ?? 0, 'invoice')} over ${spoken(amount)}`;
      return `the bank details of the payee changed on ${day}, and nothing is released to it before ${addDays(day, COOLING_OFF_DAYS)}${waiting}`;
    }
    case 'payment_stuck':
    case 'refund_stuck':
      return 'it was handed to the payment rail and its outcome has not come';
    case 'payment_unknown':
    case 'refund_unknown':
      return why ?? 'nobody knows yet whether the money left';
    default:
      return why ?? kind;
  }
}

function exceptionRow(row: SettlementException): z.input<typeof ExceptionRow> {
  return {
    ...{ kind: row.kind, what: whatIsWrong(row), next_step: EXCEPTION_NEXT[row.kind], since: row.since.toISOString() },
    ...{ invoice_id: row.invoiceId, payment_id: row.paymentId, refund_id: row.refundId },
    payee: row.payee === null ? null : payeeField(row.payee.id, row.payee.name),
    ...{ order_number: row.orderNumber, amount: moneyField(row.amount) },
    ...{ ordered: moneyField(row.ordered), received: moneyField(row.received) },
    ...{ duplicate_of: row.duplicateOf, due_on: row.dueOn },
  };
}

export const listSettlementExceptions = defineReadTool({
  name: 'list_settlement_exceptions',
  title: 'List settlement exceptions',
  description:
    'What is out of order in settlement, the latest first: invoices that came twice, that no order or receipt agrees with, payees whose bank details changed, and money of which the outcome is not known; each with the amounts and what settles it.',
  scopes: ['payments:read'],
  input: z.strictObject({
    kinds: z
      .array(z.enum(EXCEPTION_KINDS))
      .min(1)
      .max(EXCEPTION_KINDS.length)
      .optional()
      .describe(`Only exceptions of these kinds: ${EXCEPTION_KINDS.join(', ')}.`),
    payee: PayeeId.optional().describe('Only exceptions of this payee, by its id, such as SUP-FINCA.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    exceptions: z.array(ExceptionRow),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ kinds, payee, limit, cursor }, { tx, clock }) {
    const after = readCursor('list_settlement_exceptions', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    const place = after === null ? null : { since: after[0], kind: after[1], key: after[2] };
    const [refusal, { exceptions, total }] = await Promise.all([
      refusalOfPayee(tx, payee),
      listExceptions(tx, { kinds: kinds ?? null, payeeId: payee ?? null, at }, { after: place, limit: limit + 1 }),
    ]);
    if (refusal !== undefined) return refuse(refusal);
    const { page, endsAt } = pageOf(exceptions, limit);
    return ok({
      exceptions: page.map(exceptionRow),
      total,
      next_cursor:
        endsAt === null ? null : cursorOf('list_settlement_exceptions', [endsAt.sinceExactly, endsAt.kind, endsAt.key]),
      as_of: at.toISOString(),
    });
  },
});
