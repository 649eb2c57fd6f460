import { Instant, toWire, UntrustedText, untrusted, WireMoney, type Money } from '@supercargo/kernel';
import * as z from 'zod';
import { rounded } from '../domain/daily-use.ts';
import type { RecordedStock } from '../store/item-list.ts';
import type { Item } from '../store/items.ts';
import type { ItemUse } from '../store/use.ts';

// What every answer about an item says in the same words.

export const ITEM_FIELDS = {
  sku: z.string(),
  description: UntrustedText,
  unit: z.string(),
  supplier: z.strictObject({ id: z.string(), name: UntrustedText }).nullable(),
  price: WireMoney.nullable(),
  lead_time_days: z.int().nullable(),
  reorder_point: z.int().nullable(),
  safety_stock: z.int().nullable(),
};

export function itemFields(item: Item): z.input<z.ZodObject<typeof ITEM_FIELDS>> {
  return {
    sku: item.sku,
    description: untrusted('supplier', item.description),
    unit: item.unit,
    supplier: item.supplierId === null ? null : supplierField(item.supplierId, item.supplierName ?? item.supplierId),
    price: moneyField(item.price),
    lead_time_days: item.leadTimeDays,
    reorder_point: item.reorderPoint,
    safety_stock: item.safetyStock,
  };
}

export function supplierField(id: string, name: string): { readonly id: string; readonly name: UntrustedText } {
  return { id, name: untrusted('supplier', name, 200) };
}

export function moneyField(money: Money | null): WireMoney | null {
  return money === null ? null : toWire(money);
}

export const STOCK_FIELDS = {
  recorded: z.boolean().describe('false: nobody recorded any stock, which is not the same as none'),
  on_hand: z.int().nullable(),
  allocated: z.int().nullable(),
  available: z.int().nullable().describe('on_hand less allocated; negative where more is promised than there is'),
  counted_at: Instant.nullable().describe('of the oldest count in it'),
};

export function stockFields(stock: RecordedStock | null): z.input<z.ZodObject<typeof STOCK_FIELDS>> {
  if (stock === null) return { recorded: false, on_hand: null, allocated: null, available: null, counted_at: null };
  const { onHand, allocated, recordedAt } = stock;
  return {
    recorded: true,
    on_hand: onHand,
    allocated,
    available: onHand - allocated,
    counted_at: recordedAt.toISOString(),
  };
}

/** Units in one warehouse, where several are named beside their sum. */
export const InWarehouse = z.strictObject({
  warehouse: z.string(),
  on_hand: z.int(),
  allocated: z.int(),
  available: z.int(),
});

export const DailyUseField = z
  .strictObject({
    mean: z.number(),
    standard_deviation: z.number().describe('of one day; a day without an issue counts as 0'),
    days_observed: z.int(),
    since: Instant.describe('the first movement'),
    last_issue_at: Instant.nullable().describe('null: none in the days observed'),
  })
  .nullable()
  .describe('Units issued a day over the last 90 days or since the first movement; null: no movement is recorded');

export const TooLateField = z
  .boolean()
  .nullable()
  .describe('true: even an order placed today does not come before the expected stockout; null: unknown');

export function useField({ use, since, lastIssueAt }: ItemUse): z.input<typeof DailyUseField> {
  if (use === null || since === null) return null;
  return {
    mean: rounded(use.mean),
    standard_deviation: rounded(use.standardDeviation),
    days_observed: use.days,
    since: since.toISOString(),
    last_issue_at: lastIssueAt?.toISOString() ?? null,
  };
}

export function roundedOrNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}
