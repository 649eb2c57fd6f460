import { parseDecimal, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { priceOf, read, said, stockLines, stockOf, type StockAnswer } from './answers.ts';
import { forecastLines, forecastOf, type Forecast } from './forecast.ts';
import { Unexpected, type Play } from './stage.ts';

const LowLine = z.object({
  sku: z.string(),
  available: z.int(),
  on_order: z.int(),
  reorder_point: z.int(),
  days_of_cover: z.number().nullable(),
  lead_time_days: z.int().nullable(),
  price: WireMoney.nullable(),
  suggested: z.object({ quantity: z.int(), cost: WireMoney.nullable() }),
  warehouses: z.array(z.object({ warehouse: z.string(), on_hand: z.int() })),
});
type LowLine = z.infer<typeof LowLine>;
const LowStock = z.object({ items: z.array(LowLine), total: z.int() });

const LINES_SHOWN = 6;
/** An item of which one unit costs little, so that one is the requester's own to order. Minor units. */
const UNIT_PRICE_MAX = 500_00n;

/** An amount that policy leaves to nobody alone, and to no more than one other person, in the demo's companies. Minor units. */
const LARGE_MINOR = 1_500_00n;
const VERY_LARGE_MINOR = 50_000_00n;

/** Lists what is low; gives the first that a reorder can be told with, or undefined where nothing is low. */
export function readLowStock({ stage, hosts: { inventory: host } }: Play): Promise<LowLine | undefined> {
  return stage.step('It lists what is low, the furthest below its reorder point first', async () => {
    const { items, total } = await read(host, 'list_low_stock', { limit: 20 }, LowStock);
    if (total === 0) {
      stage.say('Nothing is: no item with recorded stock is at its reorder point or below.');
      return undefined;
    }
    const headings = ['item', 'available', 'on order', 'reorder at', 'lasts', 'lead time', 'suggested', 'cost'];
    const rows = items
      .slice(0, LINES_SHOWN)
      .map((line) => [
        line.sku,
        ...[line.available, line.on_order, line.reorder_point].map((units) => units.toLocaleString('en')),
        ...[days(line.days_of_cover), days(line.lead_time_days)],
        ...[line.suggested.quantity.toLocaleString('en'), said(line.suggested.cost)],
      ]);
    stage.show(headings, rows);
    if (total > rows.length) stage.say(`… and ${(total - rows.length).toLocaleString('en')} more`);
    return items.find((line) => canBeReordered(line) && needsAnotherPerson(line)) ?? items.find(canBeReordered);
  });
}

function days(count: number | null): string {
  if (count === null) return 'not recorded';
  const whole = Math.round(count);
  return `${whole.toString()} ${whole === 1 ? 'day' : 'days'}`;
}

function canBeReordered({ price, suggested, lead_time_days: leadTimeDays }: LowLine): boolean {
  const unit = price === null ? undefined : parseDecimal(price.amount, price.currency);
  return unit !== undefined && unit.minor <= UNIT_PRICE_MAX && suggested.cost !== null && leadTimeDays !== null;
}

function needsAnotherPerson({ suggested: { cost } }: LowLine): boolean {
  const amount = cost === null ? undefined : parseDecimal(cost.amount, cost.currency);
  return amount !== undefined && amount.minor > LARGE_MINOR && amount.minor <= VERY_LARGE_MINOR;
}

/** Where most of it lies, which is where more goes. */
export function warehouseOf({ warehouses }: LowLine): string | undefined {
  return warehouses.toSorted((a, b) => b.on_hand - a.on_hand)[0]?.warehouse;
}

export interface Outlook {
  readonly stock: StockAnswer;
  readonly forecast: Forecast;
}

export function readOutlook({ stage, hosts: { inventory: host }, cast }: Play): Promise<Outlook> {
  return stage.step(`It asks what is left of ${cast.sku}, and when that runs out`, async () => {
    const stock = await stockOf(host, cast.sku);
    const forecast = await forecastOf(host, cast.sku);
    stage.say(...stockLines(stock), ...forecastLines(forecast));
    if (stock.recorded !== (forecast.available !== null)) {
      throw new Unexpected('stock and forecast should agree on whether stock is recorded');
    }
    return { stock, forecast };
  });
}

/** What is suggested, where its amount needs exactly one other person; else as much as does. */
export function quantityOf({ stock }: Outlook, suggested: number | undefined): number {
  const { minor } = priceOf(stock);
  const amount = minor * BigInt(suggested ?? 0);
  const fits = amount > LARGE_MINOR && amount <= VERY_LARGE_MINOR;
  return fits && suggested !== undefined ? suggested : Number(LARGE_MINOR / minor) + 1;
}
