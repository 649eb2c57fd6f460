import { daysOfCover, type DailyUse } from './daily-use.ts';
import { counted, said } from './forecast-words.ts';

export interface LowStockWords {
  readonly available: number;
  readonly onOrder: number;
  readonly reorderPoint: number;
  readonly use: DailyUse | null;
  readonly leadTimeDays: number | null;
}

/** Why a line is on the list, in words of ours and numbers. */
export function lowStockWords({ available, onOrder, reorderPoint, use, leadTimeDays }: LowStockWords): string {
  const lead = leadTimeDays === null ? 'not recorded' : counted(leadTimeDays, 'day');
  return `available ${said(available)} + on order ${said(onOrder)} is at or below the reorder point ${said(reorderPoint)}; ${lasting(available, use)}; the lead time is ${lead}`;
}

function lasting(available: number, use: DailyUse | null): string {
  if (use === null) return 'no movement is recorded, so daily use is unknown';
  const cover = daysOfCover(available, use);
  if (cover === null) return `nothing was issued in ${counted(use.days, 'day')}`;
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return `at ${said(tenth(use.mean))} a day what is available lasts ${counted(tenth(cover), 'day')}`;
}
