import { Instant, ok, parseDecimal, refuse, type Money } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import { readTenant } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import { PartnerId, RmaId } from '../answers/arguments.ts';
import { LineField, lineField, RETURN_FIELDS, returnFields } from '../answers/return-fields.ts';
import { UNKNOWN_CUSTOMER, UNREADABLE_AMOUNT } from '../domain/refusals.ts';
import { OPEN_RMA_STATES, REASONS, RMA_STATES } from '../domain/rma.ts';
import { isCustomer } from '../store/partners.ts';
import { readReturns } from '../store/return-list.ts';

const DAY_MS = 86_400_000;
const WORDS_MAX = 200;
const LINES_MAX = 5;

/** Years that the database cannot read are no place in a list. */
const Place = z.tuple([z.iso.datetime({ precision: 3 }).refine((at) => at >= '1900'), RmaId]);

const ReturnRow = z.strictObject({
  ...RETURN_FIELDS,
  lines: z.array(LineField).describe('the first five'),
  lines_total: z.int(),
});

/** An amount in the company's currency; null where none was given, undefined where the currency has not so many digits. */
async function amountOf(tx: TenantTx, text: string | undefined): Promise<Money | null | undefined> {
  if (text === undefined) return null;
  const tenant = await readTenant(tx);
  return tenant === undefined ? undefined : parseDecimal(text, tenant.currency);
}

export const listReturns = defineReadTool({
  name: 'list_returns',
  title: 'List returns',
  description:
    'Returns, the oldest first, each with its lines, what the return policy says, what to look at, how long it has been waiting and the next step. Without states: those that did not end.',
  scopes: ['returns:read'],
  input: z.strictObject({
    states: z
      .array(z.enum(RMA_STATES))
      .min(1)
      .max(RMA_STATES.length)
      .optional()
      .describe(`Only returns in these states: ${RMA_STATES.join(', ')}. Left out: ${OPEN_RMA_STATES.join(', ')}.`),
    customer: PartnerId.optional().describe('Only returns of this customer, by its id, such as CUS-CARLA.'),
    reason: z
      .enum(REASONS)
      .optional()
      .describe(`Only returns for this reason: ${REASONS.join(', ')}.`),
    older_than_days: z
      .int()
      .min(0)
      .max(3_650)
      .optional()
      .describe('Only returns asked for more than so many days ago.'),
    value_over: z
      .string()
      .max(17)
      .regex(/^\d{1,12}(\.\d{1,4})?$/)
      .optional()
      .describe('Only returns worth more than this, a decimal in the company’s currency, such as 1000.00.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    returns: z.array(ReturnRow),
    total: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ states, customer, reason, older_than_days: days, value_over: over, limit, cursor }, { tx, clock }) {
    const after = readCursor('list_returns', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    const worth = await amountOf(tx, over);
    if (worth === undefined) return refuse(UNREADABLE_AMOUNT);
    const filter = {
      ...{ states: states ?? OPEN_RMA_STATES, customerId: customer ?? null, reason: reason ?? null },
      ...{ before: days === undefined ? null : new Date(at.getTime() - days * DAY_MS), over: worth },
    };
    const [isKnown, { returns, total }] = await Promise.all([
      customer === undefined || isCustomer(tx, customer),
      readReturns(tx, filter, {
        after: after === null ? null : { requestedAt: after[0], id: after[1] },
        limit: limit + 1,
      }),
    ]);
    if (!isKnown) return refuse(UNKNOWN_CUSTOMER);
    const { page, endsAt } = pageOf(returns, limit);
    return ok({
      returns: page.map((rma) => ({
        ...returnFields(rma, at, WORDS_MAX),
        lines: rma.lines.slice(0, LINES_MAX).map(lineField),
        lines_total: rma.lines.length,
      })),
      total,
      next_cursor: endsAt === null ? null : cursorOf('list_returns', [endsAt.requestedAt.toISOString(), endsAt.id]),
      as_of: at.toISOString(),
    });
  },
});
