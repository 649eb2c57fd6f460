import { ACME_CUSTOMERS, chosen } from '@supercargo/imports';
import { addDays } from '@supercargo/kernel';
import type { DemoLine, DemoOrder } from './facts.ts';
import { acmeLate, COFFEE, GASKET, KETTLE, MACHINE, SMALL_COFFEE, TEA } from './story.ts';

const GOODS: readonly ((quantity: number) => DemoLine)[] = [COFFEE, SMALL_COFFEE, TEA, GASKET, KETTLE, MACHINE];
const COUNTRIES = ['IT', 'ES', 'DE', 'DE', 'NL', 'IT', 'DE', 'FR'] as const;

function linesOf(number: string): readonly DemoLine[] {
  const first = chosen(`${number}|first`, GOODS.length);
  const count = 1 + chosen(`${number}|count`, 3);
  return Array.from({ length: count }, (_, at) => {
    const one = GOODS[(first + at) % GOODS.length] ?? COFFEE;
    const { priceMinor } = one(1);
    // Nobody orders forty espresso machines.
    const most = priceMinor > 100_00 ? 2 : 60;
    return one(1 + chosen(`${number}|${at}|quantity`, most));
  });
}

interface When {
  readonly placed: number;
  readonly promised: number;
}

/** Days of today that an order was placed on and promised for; its number grows with the day on which it was placed. */
function whenOf(nr: number): When {
  const placed =
    nr >= 1_006
      ? -3 + Math.floor((nr - 1_006) / 9)
      : nr < 972
        ? -365 + (nr - 800) * 2
        : -26 + Math.floor(((nr - 972) * 11) / 28);
  return { placed: Math.min(placed, nr < 972 ? -27 : 0), promised: placed + 5 + chosen(`${nr}|lead`, 12) };
}

type Standing = Pick<DemoOrder, 'state' | 'deliveredOn'>;

function standingOf(nr: number, { placed, promised }: When, on: (days: number) => string): Standing {
  const none = { deliveredOn: null };
  if (nr % 29 === 0) return { state: 'cancelled', ...none };
  const delivered = Math.max(placed + 1, promised - 2 + chosen(`${nr}|delivered`, 6));
  // Of those of late some are overdue, the others have come.
  const isLate = nr >= 940 && nr % 8 === 0;
  if (promised < 0 && !isLate) return { state: 'delivered', deliveredOn: on(Math.min(delivered, -1)) };
  if (promised < 0) return { state: nr % 16 === 0 ? 'allocated' : 'shipped', ...none };
  return { state: promised <= 2 ? 'shipped' : promised <= 8 ? 'allocated' : 'placed', ...none };
}

function saleOf(nr: number, today: string): DemoOrder {
  const on = (days: number): string => addDays(today, days);
  const number = `SO-${nr.toString().padStart(4, '0')}`;
  const when = whenOf(nr);
  const which = chosen(`${number}|customer`, ACME_CUSTOMERS.length);
  return {
    ...{ number, kind: 'sale', vendor: null, place: null, shipment: null },
    ...{ customer: ACME_CUSTOMERS[which]?.id ?? null, country: COUNTRIES[which] ?? 'DE' },
    ...standingOf(nr, when, on),
    ...{ placedOn: on(when.placed), promisedOn: on(when.promised) },
    lines: linesOf(number),
  };
}

const VENDORS = ['Finca La Esperanza', 'Macchine Torinesi S.p.A.', 'Nilgiri Tea Estates'] as const;
const PLACES = ['HAM-1', 'RTM-1'] as const;

/** Dropped directly by its vendor, or out of a warehouse of our own, one every three weeks. */
function supplyOf(nr: number, today: string): DemoOrder {
  const on = (days: number): string => addDays(today, days);
  const placed = -210 + nr * 21;
  const isPurchase = nr % 2 === 0;
  const number = `${isPurchase ? 'DD' : 'ST'}-${(7_001 + nr).toString()}`;
  const promised = placed + 14;
  return {
    ...{ number, customer: null, shipment: null, country: 'DE' },
    ...(isPurchase
      ? { kind: 'purchase' as const, vendor: VENDORS[nr % VENDORS.length] ?? VENDORS[0], place: null }
      : { kind: 'stock' as const, vendor: null, place: PLACES[nr % PLACES.length] ?? PLACES[0] }),
    ...(promised < 0
      ? { state: 'delivered' as const, deliveredOn: on(promised) }
      : { state: 'placed' as const, deliveredOn: null }),
    ...{ placedOn: on(placed), promisedOn: on(promised), lines: linesOf(number) },
  };
}

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Some two hundred orders around those of the story: most delivered, some late, some to come. */
export function acmePast(today: string): readonly DemoOrder[] {
  const told = new Set([972, 987]);
  return [
    ...acmeLate(today),
    ...numbers(800, 999)
      .filter((nr) => !told.has(nr))
      .map((nr) => saleOf(nr, today)),
    ...numbers(1_006, 1_032).map((nr) => saleOf(nr, today)),
    ...numbers(0, 9).map((nr) => supplyOf(nr, today)),
  ];
}
