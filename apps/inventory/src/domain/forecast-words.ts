import { addDays, dayOf, daysBetween } from '@supercargo/kernel';
import { rounded } from './daily-use.ts';
import {
  DEVIATIONS_OF_80_PERCENT,
  forecastStockout,
  horizonOf,
  orderBy,
  type ForecastFacts,
  type Stockout,
} from './forecast.ts';

/** What is known of an item when its stockout is forecast. */
export interface ItemFacts extends Omit<ForecastFacts, 'available'> {
  /** Null: nobody recorded stock. */
  readonly available: number | null;
  readonly leadTimeDays: number | null;
}

export interface Forecast {
  readonly stockout: Stockout | null;
  readonly orderBy: string | null;
  /** Whether even an order placed today does not come before the expected stockout. Null: unknown. */
  readonly tooLate: boolean | null;
  /** Why this is the answer, in words of ours and numbers. */
  readonly why: string;
}

export const METHOD =
  'Day by day from what is available now: less the mean daily use of the last 90 days, plus open purchase orders on the day they are expected (their expected_on, else ordered_at plus lead time). The stockout is the first day at whose end nothing is available. Overdue orders and orders without an expected day are not counted. Days are UTC days.';

export const UNCERTAINTY = `earliest_on and latest_on are where the projection meets zero at ±${DEVIATIONS_OF_80_PERCENT.toString()} standard deviations of the summed daily use: 8 of 10 stockouts fall between them if days are independent and use goes on as it did. Season, promotions and late deliveries are not in it.`;

/** Older than this, a count or the last movement may say little about today. */
const OLD_DAYS = 7;

/** How sure a forecast is, with the age of what it was found from where that is old. Null: none is recorded. */
export function uncertaintyOf(today: string, countedAt: Date | null, lastMovementAt: Date | null): string {
  const old = (what: string, at: Date | null): string => {
    const on = at === null ? today : dayOf(at);
    const age = daysBetween(on, today);
    return age > OLD_DAYS
      ? ` The ${what} is of ${on}, ${counted(age, 'day')} ago: what happened since is not in it.`
      : '';
  };
  return `${UNCERTAINTY}${old('oldest count', countedAt)}${old('last movement', lastMovementAt)}`;
}

/** The forecast of an item, or why there is none; it looks as far ahead as was asked, at least the lead time and 30 days. */
export function forecastItem(asked: ItemFacts): Forecast {
  const { today, available, use, leadTimeDays } = asked;
  const horizonDays = horizonOf(asked.horizonDays, leadTimeDays);
  const facts = { ...asked, horizonDays };
  const none = (why: string, tooLate: boolean | null = null): Forecast => ({
    stockout: null,
    orderBy: null,
    tooLate,
    why,
  });
  const lasts = leadTimeDays === null ? null : false;
  if (available === null) return none('stock is not recorded, so nothing can be projected');
  const stockout = forecastStockout({ ...facts, available });
  const horizon = `the horizon of ${counted(horizonDays, 'day')}`;
  if (stockout === null) {
    if (use === null) return none('no movement is recorded, so daily use is unknown');
    if (use.issued === 0) {
      return none(`nothing was issued in ${counted(use.days, 'day')}, so what is available lasts`, lasts);
    }
    return none(
      `available ${said(available)} at ${said(rounded(use.mean))} a day, with what is on order, lasts beyond ${horizon}`,
      lasts,
    );
  }
  const by = orderBy(today, stockout.expectedOn, leadTimeDays);
  const why = `available ${said(available)}${use === null ? '' : ` at ${said(rounded(use.mean))} a day`}, with the orders that come in time, ${outcome(stockout, horizon)}; ${ordering(facts, stockout, by)}`;
  const tooLate = leadTimeDays === null ? null : stockout.expectedOn !== null && by === null;
  return { stockout, orderBy: by, tooLate, why };
}

function outcome({ expectedOn, earliestOn, latestOn }: Stockout, horizon: string): string {
  if (expectedOn === null) return `is expected to last beyond ${horizon}, but could run out from ${earliestOn} on`;
  if (earliestOn === latestOn) return `runs out on ${expectedOn}`;
  return `runs out on ${expectedOn}, between ${earliestOn} and ${latestOn ?? `beyond ${horizon}`}`;
}

function ordering({ today, leadTimeDays }: ItemFacts, { expectedOn }: Stockout, by: string | null): string {
  if (leadTimeDays === null) return 'the lead time is not recorded';
  const lead = `the lead time is ${counted(leadTimeDays, 'day')}`;
  if (expectedOn === null) return lead;
  if (by !== null) return `${lead}: order by ${by}`;
  const comes = addDays(today, leadTimeDays);
  const late = daysBetween(expectedOn, comes);
  return `${lead}: an order placed today comes on ${comes}, ${late === 0 ? 'the same day' : `${counted(late, 'day')} after`}`;
}

export function said(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: 2 });
}

export function counted(number: number, unit: string): string {
  return `${said(number)} ${unit}${number === 1 ? '' : 's'}`;
}
