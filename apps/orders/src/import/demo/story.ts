import { addDays } from '@supercargo/kernel';
import type { DemoLine, DemoOrder } from './facts.ts';

const line =
  (sku: string, description: string, priceMinor: number) =>
  (quantity: number): DemoLine => ({
    ...{ sku, description, unit: 'EA', quantity, priceMinor },
  });

export const COFFEE = line('COF-1KG', 'Coffee beans, washed arabica, 1 kg bag', 19_00);
export const SMALL_COFFEE = line('COF-250', 'Coffee beans, washed arabica, 250 g bag', 5_90);
const BOUGHT_COFFEE = line('COF-1KG', 'Coffee beans, washed arabica, 1 kg bag', 12_50);
const BOUGHT_TEA = line('TEA-ASM', 'Assam black tea, 500 g tin', 8_20);
export const TEA = line('TEA-ASM', 'Assam black tea, 500 g tin', 12_80);
export const GASKET = line('SPR-GSK-AU1', 'Spare part, group gasket, for Aurora 1', 5_50);
export const KETTLE = line('EQP-BOI-230', 'Water boiler, 230 V', 512_00);
export const MACHINE = line('EQP-ES1-230', 'Espresso machine, one group, 230 V', 1_450_00);
const GRINDER = line('EQP-GRH', 'Grinder, by hand, steel burrs', 89_00);
export const OIL = line('OIL-5L', 'Olive oil, extra virgin, 5 l can', 41_00);

/** What a sale is if nothing else is said. */
const SALE = { kind: 'sale', vendor: null, place: null, deliveredOn: null, shipment: null } as const;

/** The orders that the story is told with: one delivered, one stuck in customs, two that come back, one to be split. */
export function acmeStory(today: string): readonly DemoOrder[] {
  const on = (days: number): string => addDays(today, days);
  const carla = { ...SALE, customer: 'CUS-CARLA', country: 'IT' };
  const carlos = { ...SALE, customer: 'CUS-CARLOS', country: 'ES' };
  const delivered = 'delivered' as const;
  return [
    {
      ...{ ...SALE, number: 'SO-0972', customer: 'CUS-0004', country: 'DE', state: delivered },
      ...{ placedOn: on(-26), promisedOn: on(-19), deliveredOn: on(-19), lines: [KETTLE(1)] },
    },
    {
      ...{ ...SALE, number: 'SO-0987', customer: 'CUS-0003', country: 'DE', state: delivered },
      ...{ placedOn: on(-20), promisedOn: on(-15), deliveredOn: on(-15), lines: [GASKET(6)] },
    },
    {
      ...{ ...carla, number: 'SO-1001', state: delivered, shipment: 'SHP-2001' },
      ...{ placedOn: on(-24), promisedOn: on(-12), deliveredOn: on(-13), lines: [SMALL_COFFEE(120), TEA(40)] },
    },
    {
      ...{ ...carlos, number: 'SO-1002', state: 'shipped', shipment: 'SHP-2002' },
      ...{ placedOn: on(-38), promisedOn: on(-6), lines: [COFFEE(120)] },
    },
    {
      ...{ ...carla, number: 'SO-1003', state: delivered, shipment: 'SHP-2004' },
      ...{ placedOn: on(-14), promisedOn: on(-9), deliveredOn: on(-9), lines: [MACHINE(1)] },
    },
    {
      ...{ ...carlos, number: 'SO-1004', state: delivered, shipment: 'SHP-2005' },
      ...{ placedOn: on(-12), promisedOn: on(-6), deliveredOn: on(-7), lines: [GRINDER(1)] },
    },
    {
      ...{ ...carla, number: 'SO-1005', state: 'allocated', shipment: 'SHP-2006' },
      ...{ placedOn: on(-3), promisedOn: on(9), lines: [COFFEE(60), TEA(24)] },
    },
  ];
}

/** The orders of other late shipments: two that were bought, one of a customer, and one that came to nothing. */
export function acmeLate(today: string): readonly DemoOrder[] {
  const on = (days: number): string => addDays(today, days);
  const bought = { kind: 'purchase', customer: null, place: null, deliveredOn: null, country: 'DE' } as const;
  return [
    {
      ...{ ...bought, number: 'PO-7003', vendor: 'Finca La Esperanza', state: 'shipped', shipment: 'SHP-2003' },
      ...{ placedOn: on(-33), promisedOn: on(-2), lines: [BOUGHT_COFFEE(8_000)] },
    },
    {
      ...{ ...bought, number: 'PO-7007', vendor: 'Nilgiri Tea Estates', state: 'shipped', shipment: 'SHP-2007' },
      ...{ placedOn: on(-20), promisedOn: on(10), lines: [BOUGHT_TEA(2_400)] },
    },
    {
      ...{ ...SALE, number: 'SO-0731', customer: 'CUS-0003', country: 'FR', state: 'shipped', shipment: 'SHP-2008' },
      ...{ placedOn: on(-9), promisedOn: on(-1), lines: [SMALL_COFFEE(40)] },
    },
    {
      ...{ ...SALE, number: 'SO-0729', customer: 'CUS-0004', country: 'ES', state: 'cancelled' },
      ...{ placedOn: on(-14), promisedOn: on(-8), lines: [TEA(20)] },
    },
  ];
}

// The other company's orders have the same numbers on purpose: what a hole in the wall would show.
export function globexStory(today: string): readonly DemoOrder[] {
  const on = (days: number): string => addDays(today, days);
  const carla = { ...SALE, customer: 'CUS-CARLA', country: 'IT' };
  return [
    {
      ...{ ...carla, number: 'SO-1002', state: 'shipped', shipment: 'SHP-2002' },
      ...{ placedOn: on(-12), promisedOn: on(-3), lines: [OIL(7)] },
    },
    {
      ...{ ...carla, number: 'SO-1003', state: 'delivered', shipment: 'SHP-2004' },
      ...{ placedOn: on(-10), promisedOn: on(-6), deliveredOn: on(-6), lines: [OIL(4)] },
    },
    {
      ...{ ...SALE, number: 'SO-1101', customer: 'CUS-0003', country: 'IT', state: 'delivered' },
      ...{ placedOn: on(-18), promisedOn: on(-13), deliveredOn: on(-13), lines: [OIL(4)] },
    },
    {
      ...{ ...carla, number: 'SO-1102', state: 'allocated' },
      ...{ placedOn: on(-1), promisedOn: on(12), lines: [OIL(30), OIL(6)] },
    },
  ];
}
