import { dayOf, isVisible, numbered, ok, refuse, Sku } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { askingCard } from '../answers/asking-card.ts';
import { askingRefusal, UNKNOWN_OWN_ORDER, worthOf } from '../domain/asking.ts';
import { REASONS } from '../domain/rma.ts';
import { readAsking, readOpened, readReturnable } from '../store/own/returnable.ts';
import { DecidedResult } from '../store/returns.ts';

/** As many as a request and its effect take. */
const LINES_MAX = 20;

const LineToReturn = z.strictObject({
  sku: Sku.describe('Which item of the order, as my_order of Orders shows it.'),
  quantity: z.int().min(1).max(1_000_000).describe('How many of it.'),
});

export const requestReturn = defineWriteTool({
  name: 'request_return',
  title: 'Ask to send something back',
  description:
    'Asks to send back items of a delivered order of your own. Prices and quantities are those that you bought it at; nothing is refunded by this: a return is opened, and the returns desk decides on it. Nothing is opened by this call: it plans, shows you the card, and opens the return once you agree and, for what is worth much, the company does.',
  scopes: ['returns:request'],
  input: z.strictObject({
    order: numbered('an order number').describe('A delivered order of yours, such as SO-1003.'),
    lines: z
      .array(LineToReturn)
      .min(1)
      .max(LINES_MAX)
      .describe(`What to send back: up to ${LINES_MAX.toString()} items, each { sku, quantity }.`),
    reason: z.enum(REASONS).describe(`Why: ${REASONS.join(', ')}.`),
    words: z
      .string()
      .min(1)
      .max(2_000)
      .refine(isVisible)
      .optional()
      .describe('What the returns desk should know, in your own words.'),
  }),
  reversibility: {
    kind: 'irreversible',
    why: 'it only opens a return, on which the returns desk decides; the desk rejects what is not wanted any more',
  },
  execute: 'returns.request_return',
  async plan({ order, lines, reason, words }, { tx, clock }) {
    const at = clock();
    const today = dayOf(at);
    const [items, asking] = await Promise.all([
      readReturnable(tx, order, reason),
      readAsking(tx, order, reason, lines, today),
    ]);
    const [first] = items;
    if (first === undefined) return refuse(UNKNOWN_OWN_ORDER);
    const refusal = askingRefusal(lines, items, today);
    if (refusal !== undefined) return refuse(refusal);
    // What is not refused was sold, at one price.
    const currency = first.price?.currency;
    if (asking === undefined || currency === undefined) return refuse(UNKNOWN_OWN_ORDER);
    const worth = worthOf(lines, items, currency);
    const said = words?.normalize('NFC') ?? null;
    return ok({
      effect: { order, reason, words: said, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) },
      guards: { sold: asking.sold, returned: asking.returned, days: asking.days, policy: asking.rules },
      amount: worth,
      units: null,
      card: askingCard({ order, reason, words: said, lines, items, worth }, at),
    });
  },
  async readBack(result, { tx }) {
    const { rma_id: id } = DecidedResult.parse(result);
    const opened = await readOpened(tx, id);
    return opened === undefined
      ? { rma_id: id, rma_state: 'not found' }
      : { rma_id: id, rma_state: opened.state, order: opened.orderNumber, items: opened.items };
  },
});
