import { Instant, numbered, ok, refuse, untrusted, UntrustedText, WireMoney } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { RmaId } from '../answers/arguments.ts';
import { moneyField } from '../answers/return-fields.ts';
import { OWN_NEXT, REASONS, RMA_STATES } from '../domain/rma.ts';
import { listOwnReturns, type OwnReturn } from '../store/own/returns.ts';

/** Years that the database cannot read are no place in a list. */
const Place = z.tuple([z.iso.datetime({ precision: 3 }).refine((at) => at >= '1900'), RmaId]);

const ReturnRow = z.strictObject({
  rma_id: z.string(),
  state: z.enum(RMA_STATES),
  order: z.string(),
  reason: z.enum(REASONS),
  words: UntrustedText.nullable().describe('your own'),
  requested_at: Instant,
  decided_at: Instant.nullable(),
  rejected_because: UntrustedText.nullable().describe('the words of the returns desk'),
  refund: WireMoney.nullable().describe('as approved; my_payments of Payments says whether it was paid'),
  lines: z.array(z.strictObject({ sku: z.string(), description: UntrustedText, quantity: z.int() })),
  label: z
    .strictObject({ carrier: z.string(), tracking: UntrustedText.nullable() })
    .nullable()
    .describe('the label to send it back with; null: none was issued'),
  received_at: Instant.nullable(),
  closed_at: Instant.nullable(),
  next: z.string().nullable().describe('what happens next; null: nothing more'),
});

function returnRow(rma: OwnReturn): z.input<typeof ReturnRow> {
  const { label, rejectedBecause, words } = rma;
  return {
    ...{ rma_id: rma.id, state: rma.state, order: rma.orderNumber, reason: rma.reason },
    words: words === null ? null : untrusted('customer', words, 2_000),
    ...{ requested_at: rma.requestedAt.toISOString(), decided_at: rma.decidedAt?.toISOString() ?? null },
    rejected_because: rejectedBecause === null ? null : untrusted('returns desk', rejectedBecause, 500),
    refund: moneyField(rma.refund),
    lines: rma.lines.map(({ description, ...line }) => ({ ...line, description: untrusted('shop', description) })),
    label:
      label === null
        ? null
        : {
            carrier: label.carrierId,
            tracking: label.tracking === null ? null : untrusted('carrier', label.tracking, 64),
          },
    ...{ received_at: rma.receivedAt?.toISOString() ?? null, closed_at: rma.closedAt?.toISOString() ?? null },
    next: OWN_NEXT[rma.state],
  };
}

export const myReturns = defineReadTool({
  name: 'my_returns',
  title: 'My returns',
  description:
    'Your own returns, newest first: what comes back, where each stands, what was decided, the label to send it back with and what happens next.',
  scopes: ['returns:own'],
  input: z.strictObject({
    states: z
      .array(z.enum(RMA_STATES))
      .min(1)
      .max(RMA_STATES.length)
      .optional()
      .describe(`Only returns in these states: ${RMA_STATES.join(', ')}.`),
    order: numbered('an order number').optional().describe('Only returns of this order of yours, such as SO-1003.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    returns: z.array(ReturnRow),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ states, order, limit, cursor }, { tx, clock }) {
    const after = readCursor('my_returns', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const { returns, total } = await listOwnReturns(tx, {
      ...{ states: states ?? null, order: order ?? null, limit: limit + 1 },
      after: after === null ? null : { requestedAt: after[0], id: after[1] },
    });
    const { page, endsAt } = pageOf(returns, limit);
    return ok({
      returns: page.map(returnRow),
      total,
      next_cursor: endsAt === null ? null : cursorOf('my_returns', [endsAt.requestedAt.toISOString(), endsAt.id]),
      as_of: clock().toISOString(),
    });
  },
});
