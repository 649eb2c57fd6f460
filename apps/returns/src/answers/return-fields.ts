import { daysPassed, Instant, toWire, untrusted, UntrustedText, WireMoney, type Money } from '@supercargo/kernel';
import * as z from 'zod';
import { flagsOf } from '../domain/flags.ts';
import { NEXT_STEPS, REASONS, RMA_STATES } from '../domain/rma.ts';
import { judge, WINDOWS, type Verdict } from '../domain/verdict.ts';
import type { Rma, RmaLine } from '../store/rma-rows.ts';

// What every answer about a return says in the same words.

export function moneyField(money: Money | null): WireMoney | null {
  return money === null ? null : toWire(money);
}

export const LineField = z.strictObject({
  sku: z.string(),
  description: UntrustedText,
  category: z.string(),
  quantity: z.int(),
  price: WireMoney,
  value: WireMoney,
});

export function lineField(line: RmaLine): z.input<typeof LineField> {
  return {
    sku: line.sku,
    description: untrusted('shop', line.description),
    category: line.category,
    quantity: line.quantity,
    price: toWire(line.price),
    value: toWire({ minor: line.valueMinor, currency: line.price.currency }),
  };
}

const VerdictField = z
  .strictObject({
    window: z
      .enum(WINDOWS)
      .describe('whether it was asked for in time; unknown: no day of delivery; no_rule: the policy says nothing'),
    days_after_delivery: z.int().nullable(),
    window_days: z.int().nullable().describe('the shortest of its lines'),
    restocking_fee: WireMoney.nullable(),
    refund: WireMoney.nullable().describe('what the policy gives back; null: it says nothing'),
    limit: WireMoney.nullable().describe('above it a return is looked at more closely'),
    above_limit: z.boolean().nullable(),
  })
  .describe('What the company’s return policy says today, each line by its own rule and the whole by the strictest');

function verdictField(verdict: Verdict): z.input<typeof VerdictField> {
  return {
    window: verdict.window,
    days_after_delivery: verdict.daysAfterDelivery,
    window_days: verdict.windowDays,
    restocking_fee: moneyField(verdict.restockingFee),
    refund: moneyField(verdict.refund),
    limit: moneyField(verdict.limit),
    above_limit: verdict.isAboveLimit,
  };
}

export const RETURN_FIELDS = {
  rma_id: z.string(),
  state: z.enum(RMA_STATES),
  order_number: z.string(),
  customer: z.strictObject({ id: z.string(), name: UntrustedText }),
  reason: z.enum(REASONS),
  words: UntrustedText.nullable().describe('the customer’s own'),
  value: WireMoney,
  verdict: VerdictField,
  flags: z.array(z.string()),
  requested_at: Instant,
  waiting_since: Instant.nullable().describe('since when its state waits for the next step; null: it ended'),
  waiting_days: z.int().nullable(),
  next_step: z.string().nullable(),
};

/** Since when a return stands as it does, where somebody has still to do something. */
function waitingSince({ state, requestedAt, decidedAt, label, receivedAt }: Rma): Date | null {
  switch (state) {
    case 'requested':
      return requestedAt;
    case 'approved':
      return decidedAt;
    case 'label_issued':
      return label?.issuedAt ?? decidedAt;
    case 'received':
      return receivedAt;
    case 'rejected':
    case 'cancelled':
    case 'closed':
      return null;
  }
}

/** `wordsMax` bounds the customer’s words, which a list shows shorter. */
export function returnFields(rma: Rma, at: Date, wordsMax: number): z.input<z.ZodObject<typeof RETURN_FIELDS>> {
  const verdict = judge(rma);
  const since = waitingSince(rma);
  return {
    rma_id: rma.id,
    state: rma.state,
    order_number: rma.orderNumber,
    customer: { id: rma.customerId, name: untrusted('customer', rma.customerName, 200) },
    reason: rma.reason,
    words: rma.words === null ? null : untrusted('customer', rma.words, wordsMax),
    value: toWire(verdict.value),
    verdict: verdictField(verdict),
    flags: [...flagsOf(verdict, rma)],
    requested_at: rma.requestedAt.toISOString(),
    waiting_since: since?.toISOString() ?? null,
    waiting_days: since === null ? null : daysPassed(since, at),
    next_step: NEXT_STEPS[rma.state],
  };
}
