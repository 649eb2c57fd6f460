import { Instant, ok, refuse, toWire, WireMoney } from '@supercargo/kernel';
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
import { OrderNumber } from '../answers/names.ts';
import { REFUND_STATES } from '../domain/states.ts';
import { listOwnPayments, type OwnPayment } from '../store/own/payments.ts';

const Place = z.tuple([z.iso.datetime({ precision: 6 }).refine((at) => at >= '1900'), placeText(64)]);

const PaymentRow = z.strictObject({
  payment_id: z.string(),
  order: z.string(),
  amount: WireMoney,
  paid_at: Instant,
  refunded: WireMoney.describe('what is back, or on its way back, of it'),
  refunds: z
    .array(
      z.strictObject({
        refund_id: z.string(),
        state: z.enum(REFUND_STATES).describe('releasing: on its way; unknown: it is being found out'),
        amount: WireMoney,
        return_id: z.string().nullable().describe('the return that it is for, as my_returns of Returns answers it'),
        issued_at: Instant,
        settled_at: Instant.nullable(),
      }),
    )
    .describe('the newest first, 20 at most'),
});

function paymentRow(payment: OwnPayment): z.input<typeof PaymentRow> {
  return {
    ...{ payment_id: payment.id, order: payment.order, amount: toWire(payment.amount) },
    ...{ paid_at: payment.capturedAt.toISOString(), refunded: toWire(payment.refunded) },
    refunds: payment.refunds.map((refund) => ({
      ...{ refund_id: refund.id, state: refund.state, amount: toWire(refund.amount), return_id: refund.returnId },
      ...{ issued_at: refund.issuedAt.toISOString(), settled_at: refund.settledAt?.toISOString() ?? null },
    })),
  };
}

export const myPayments = defineReadTool({
  name: 'my_payments',
  title: 'My payments',
  description: 'What you paid for your own orders, newest first, and what went back of it or is on its way back.',
  scopes: ['payments:own'],
  input: z.strictObject({
    order: OrderNumber.optional().describe('Only what you paid for this order of yours, such as SO-1003.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    payments: z.array(PaymentRow),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ order, limit, cursor }, { tx, clock }) {
    const after = readCursor('my_payments', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const place = after === null ? null : { at: after[0], id: after[1] };
    const { payments, total } = await listOwnPayments(tx, order ?? null, { after: place, limit: limit + 1 });
    const { page, endsAt } = pageOf(payments, limit);
    return ok({
      payments: page.map(paymentRow),
      total,
      next_cursor: endsAt === null ? null : cursorOf('my_payments', [endsAt.atExactly, endsAt.id]),
      as_of: clock().toISOString(),
    });
  },
});
