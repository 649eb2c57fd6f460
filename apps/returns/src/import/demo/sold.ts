import type { DemoFacts, DemoLine, DemoSold } from './facts.ts';
import { salesOf } from './sales.ts';
import { daysBefore } from './story.ts';

const goods =
  (sku: string, description: string, category: string, priceMinor: number) =>
  (quantity: number): DemoLine => ({ sku, description, category, quantity, priceMinor });

const SMALL_COFFEE = goods('COF-250', 'Coffee beans, washed arabica, 250 g bag', 'coffee', 5_90);
const TEA = goods('TEA-ASM', 'Assam black tea, 500 g tin', 'tea', 12_80);
const MACHINE = goods('EQP-ES1-230', 'Espresso machine, one group, 230 V', 'machines', 1_450_00);
const GRINDER = goods('EQP-GRH', 'Grinder, by hand, steel burrs', 'machines', 89_00);
const OIL = goods('OIL-5L', 'Olive oil, extra virgin, 5 l can', 'oil', 41_00);

function soldOf(
  order: string,
  customer: string,
  [orderedOn, deliveredOn]: readonly [string, string],
  lines: readonly DemoLine[],
): readonly DemoSold[] {
  return lines.map((line, at) => ({ order, line: at + 1, customer, orderedOn, deliveredOn, ...line }));
}

/**
 * What the story's customers were sold and what has come, as the demo of the orders server has it. That one tells of all it delivered; this is
 * there before it does, and where it is not installed.
 */
export function acmeSold(today: string): readonly DemoSold[] {
  const [carla, carlos] = ['CUS-CARLA', 'CUS-CARLOS'] as const;
  return [
    ...soldOf('SO-1001', carla, [daysBefore(today, 24), daysBefore(today, 13)], [SMALL_COFFEE(120), TEA(40)]),
    ...soldOf('SO-1003', carla, [daysBefore(today, 14), daysBefore(today, 9)], [MACHINE(1)]),
    ...soldOf('SO-1004', carlos, [daysBefore(today, 12), daysBefore(today, 7)], [GRINDER(1)]),
  ];
}

export function globexSold(today: string): readonly DemoSold[] {
  return soldOf('SO-1003', 'CUS-CARLA', [daysBefore(today, 10), daysBefore(today, 6)], [OIL(4)]);
}

/** The first line of every order of the half year before. */
export function pastSold(today: string, customers: DemoFacts['customers']): readonly DemoSold[] {
  return salesOf(today, customers).map(({ order, customer, orderedOn, delivered, line, sold }) => ({
    ...{ order, line: 1, customer, orderedOn, deliveredOn: daysBefore(today, delivered) },
    ...{ ...line, quantity: sold },
  }));
}
