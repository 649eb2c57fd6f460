import { daysOfCover, type DailyUse } from './daily-use.ts';
import { counted, said } from './forecast-words.ts';
import { REORDER_UNITS_MAX } from './reorder.ts';

export interface LowStockWords {
  readonly available: number;
  /** On order, and not overdue. */
  readonly onTime: number;
  readonly overdue: number;
  readonly reorderPoint: number;
  readonly use: DailyUse | null;
  readonly leadTimeDays: number | null;
  /** Whether more is needed than one order takes. */
  readonly capped: boolean;
}

/** Why a line is on the list, in words of ours and numbers. */
export function lowStockWords({
  available,
  onTime,
  overdue,
  reorderPoint,
  use,
  leadTimeDays,
  capped,
}: LowStockWords): string {
  const lead = leadTimeDays === null ? 'not recorded' : counted(leadTimeDays, 'day');
  const most = capped ? `; ${said(REORDER_UNITS_MAX)} units are suggested, the most that one order takes` : '';
  const late =
    overdue === 0 ? '' : `; ${said(overdue)} more on order ${overdue === 1 ? 'is' : 'are'} overdue and not counted`;
  return `available ${said(available)} + on order ${said(onTime)} is at or below the reorder point ${said(reorderPoint)}${late}; ${lasting(available, use)}; the lead time is ${lead}${most}`;
}

function lasting(available: number, use: DailyUse | null): string {
  if (use === null) return 'no movement is recorded, so daily use is unknown';
  const cover = daysOfCover(available, use);
  if (cover === null) return `nothing was issued in ${counted(use.days, 'day')}`;
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return `at ${said(tenth(use.mean))} a day what is available lasts ${counted(tenth(cover), 'day')}`;
}
