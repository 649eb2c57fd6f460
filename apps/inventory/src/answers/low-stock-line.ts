import { WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { daysOfCover } from '../domain/daily-use.ts';
import { forecastItem } from '../domain/forecast-words.ts';
import { BASES, suggestReorder } from '../domain/low-stock.ts';
import { lowStockWords } from '../domain/low-stock-words.ts';
import { decideReorder } from '../domain/reorder.ts';
import type { Span } from '../store/inbound.ts';
import type { LowStockItem } from '../store/low-stock.ts';
import {
  DailyUseField,
  InWarehouse,
  ITEM_FIELDS,
  itemFields,
  moneyField,
  roundedOrNull,
  STOCK_FIELDS,
  stockFields,
  TooLateField,
  useField,
} from './item-fields.ts';

/** How far ahead a line of the list looks. */
export const LIST_HORIZON_DAYS = 90;

export const LowStockLine = z.strictObject({
  ...ITEM_FIELDS,
  ...STOCK_FIELDS,
  warehouses: z.array(InWarehouse).describe('the same stock by warehouse, at most 50'),
  on_order: z.int(),
  on_order_overdue: z.int().describe('of on_order, what was expected before today and is not counted on'),
  daily_use: DailyUseField,
  days_of_cover: z.number().nullable().describe('available divided by daily use; null: use is none or unknown'),
  stockout_expected_on: z.iso
    .date()
    .nullable()
    .describe('as forecast_stockout finds it within 90 days, or the lead time and 30; null: not expected, or unknown'),
  order_by: z.iso
    .date()
    .nullable()
    .describe(
      'the last day on which an order comes before the expected stockout; null: none expected, unknown, or past',
    ),
  too_late: TooLateField,
  suggested: z.strictObject({
    quantity: z.int().describe('target less what there is of it; at most what one create_reorder takes'),
    target: z.int().describe('what is available and on order, and not overdue, then'),
    basis: z
      .enum(BASES)
      .describe(
        'use_over_lead_time: safety stock plus daily use of the lead time and 30 days; reorder_point: one more than it',
      ),
    cost: WireMoney.nullable().describe('at the price; null: no price or supplier, or more than one order holds'),
  }),
  why: z.string(),
});

/** One line, whole: nothing about it needs a second call. */
export function lowStockLine(item: LowStockItem, { today }: Span): z.input<typeof LowStockLine> {
  const { reorderPoint, leadTimeDays, safetyStock, onOrder, inbound } = item;
  const { use } = item.use;
  const available = item.stock.onHand - item.stock.allocated;
  const onTime = onOrder - inbound.overdue;
  const position = available + onTime;
  const suggested = suggestReorder({ position, reorderPoint, safetyStock, use, leadTimeDays });
  const forecast = forecastItem({
    ...{ today, available, use, leadTimeDays },
    ...{ inbound: inbound.due, horizonDays: LIST_HORIZON_DAYS },
  });
  const order = decideReorder(item, suggested.quantity);
  return {
    ...itemFields(item),
    ...stockFields(item.stock),
    warehouses: item.warehouses.map(({ warehouseId, onHand, allocated }) => ({
      ...{ warehouse: warehouseId, on_hand: onHand, allocated, available: onHand - allocated },
    })),
    on_order: onOrder,
    on_order_overdue: inbound.overdue,
    daily_use: useField(item.use),
    days_of_cover: roundedOrNull(daysOfCover(available, use)),
    stockout_expected_on: forecast.stockout?.expectedOn ?? null,
    order_by: forecast.orderBy,
    too_late: forecast.tooLate,
    suggested: { ...suggested, cost: moneyField(order.ok ? order.value.amount : null) },
    why: lowStockWords({
      available,
      onTime,
      overdue: inbound.overdue,
      reorderPoint,
      use,
      leadTimeDays,
      capped: suggested.target - position > suggested.quantity,
    }),
  };
}
