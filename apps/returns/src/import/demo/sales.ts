import { chosen } from '@supercargo/imports';
import type { DemoFacts, DemoLine } from './facts.ts';
import { daysBefore } from './story.ts';

/** A delivered order of the demo company, as far as a return is about it. */
export interface Sale {
  readonly order: string;
  readonly customer: string;
  readonly orderedOn: string;
  /** How many days ago it was delivered. */
  readonly delivered: number;
  readonly line: DemoLine;
  /** How many of it were sold. */
  readonly sold: number;
}

const GOODS: readonly Omit<DemoLine, 'quantity'>[] = [
  { sku: 'COF-1KG', description: 'Coffee beans, washed arabica, 1 kg bag', category: 'coffee', priceMinor: 19_00 },
  { sku: 'COF-250', description: 'Coffee beans, washed arabica, 250 g bag', category: 'coffee', priceMinor: 5_90 },
  { sku: 'TEA-ASM', description: 'Assam black tea, 500 g tin', category: 'tea', priceMinor: 12_80 },
  { sku: 'SPR-GSK-AU1', description: 'Spare part, group gasket, for Aurora 1', category: 'parts', priceMinor: 5_50 },
  { sku: 'EQP-BOI-230', description: 'Water boiler, 230 V', category: 'machines', priceMinor: 512_00 },
  {
    ...{ sku: 'EQP-ES1-230', description: 'Espresso machine, one group, 230 V', category: 'machines' },
    priceMinor: 1_450_00,
  },
];

const FIRST = 879;
const LAST = 999;
const TOLD = [972, 987];

/** The first line of an order: some of what was sold comes back, never more. */
function lineOf(order: string): Pick<Sale, 'line' | 'sold'> {
  const [cheapest] = GOODS;
  const goods = GOODS[chosen(`${order}|first`, GOODS.length)] ?? cheapest;
  if (goods === undefined) throw new Error('there are goods');
  const sold = 1 + chosen(`${order}|0|quantity`, goods.priceMinor > 100_00 ? 2 : 60);
  return { line: { ...goods, quantity: 1 + chosen(`${order}|returned`, Math.min(sold, 12)) }, sold };
}

/**
 * Orders that were delivered in the last half year, oldest first. Their customers, days and goods are those that the demo of the orders
 * server makes up for the same numbers, by the same arithmetic: the two systems tell one story, and neither asks the other.
 */
export function salesOf(today: string, customers: DemoFacts['customers']): readonly Sale[] {
  const numbers = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index);
  return numbers.flatMap((nr) => {
    const order = `SO-${nr.toString().padStart(4, '0')}`;
    const placed = nr < 972 ? Math.min(-365 + (nr - 800) * 2, -27) : -26 + Math.floor(((nr - 972) * 11) / 28);
    const promised = placed + 5 + chosen(`${nr.toString()}|lead`, 12);
    const delivered = Math.min(-1, Math.max(placed + 1, promised - 2 + chosen(`${nr.toString()}|delivered`, 6)));
    const isDelivered = promised < 0 && nr % 29 !== 0 && !(nr >= 940 && nr % 8 === 0) && !TOLD.includes(nr);
    const customer = customers[chosen(`${order}|customer`, customers.length)];
    return isDelivered && customer !== undefined
      ? [
          {
            order,
            customer: customer.id,
            orderedOn: daysBefore(today, -placed),
            delivered: -delivered,
            ...lineOf(order),
          },
        ]
      : [];
  });
}
