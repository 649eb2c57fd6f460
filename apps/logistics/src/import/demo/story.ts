import { addDays } from '@supercargo/kernel';
import type { DemoEvent, DemoLine, DemoShipment } from './facts.ts';
import { GLOBEX_ROUTES, ROUTES } from './network.ts';

const line =
  (sku: string, description: string, priceMinor: number) =>
  (order: string, quantity: number): DemoLine => ({
    order,
    sku,
    description,
    quantity,
    valueMinor: quantity * priceMinor,
  });

export const COFFEE = line('COF-1KG', 'Coffee beans, washed arabica, 1 kg bag', 19_00);
export const GREEN_COFFEE = line('COF-1KG', 'Coffee beans, washed arabica, 1 kg bag', 12_50);
export const SMALL_COFFEE = line('COF-250', 'Coffee beans, washed arabica, 250 g bag', 5_90);
export const TEA = line('TEA-ASM', 'Assam black tea, 500 g tin', 12_80);
export const BOUGHT_TEA = line('TEA-ASM', 'Assam black tea, 500 g tin', 8_20);
const MACHINE = line('EQP-ES1-230', 'Espresso machine, one group, 230 V', 1_450_00);
const GRINDER = line('EQP-GRH', 'Grinder, by hand, steel burrs', 89_00);
const OIL = line('OIL-5L', 'Olive oil, extra virgin, 5 l can', 41_00);

/** What a shipment is if nothing else is said. */
export const PLAIN = {
  ...{
    customer: null,
    supplier: null,
    locatedAt: null,
    incoterm: null,
    weightSaid: null,
    freightSaid: null,
    eta: null,
  },
  ...{ delivered: null, inFull: null, driver: null },
} as const;

export const FINCA = { id: 'SUP-FINCA', name: 'Finca La Esperanza' } as const;
export const NILGIRI = { id: 'SUP-TEA', name: 'Nilgiri Tea Estates' } as const;

type On = (days: number) => string;
const at =
  (on: On) =>
  (kind: DemoEvent['kind'], place: string, day: number, note: string | null = null): DemoEvent => ({
    ...{ kind, place, on: on(day), note },
  });

/** The shipments that have arrived, for the orders of the story. */
function arrived(on: On): readonly DemoShipment[] {
  const event = at(on);
  const carla = {
    ...PLAIN,
    flow: 'outbound',
    customer: 'CUS-CARLA',
    route: ROUTES.milanByNord,
    country: 'IT',
    state: 'delivered',
  } as const;
  return [
    {
      ...{ ...carla, id: 'SHP-2001', weightG: 58_000, freightMinor: 30_16, locatedAt: 'ITMIL', inFull: true },
      ...{ promised: on(-12), shipped: on(-16), delivered: on(-13) },
      lines: [SMALL_COFFEE('SO-1001', 120), TEA('SO-1001', 40)],
      events: [event('departed', 'DEHAM', -16), event('delivered', 'ITMIL', -13)],
    },
    {
      ...{ ...carla, id: 'SHP-2004', weightG: 41_500, freightMinor: 21_58, locatedAt: 'ITMIL', inFull: true },
      ...{ promised: on(-9), shipped: on(-12), delivered: on(-9) },
      lines: [MACHINE('SO-1003', 1)],
      events: [event('departed', 'DEHAM', -12), event('delivered', 'ITMIL', -9)],
    },
    {
      ...{
        ...carla,
        id: 'SHP-2005',
        customer: 'CUS-CARLOS',
        route: ROUTES.madridByNord,
        country: 'ES',
        weightG: 2_400,
      },
      ...{
        freightMinor: 1_54,
        locatedAt: 'ESMAD',
        inFull: true,
        promised: on(-6),
        shipped: on(-11),
        delivered: on(-7),
      },
      lines: [GRINDER('SO-1004', 1)],
      events: [event('departed', 'DEHAM', -11), event('delivered', 'ESMAD', -7)],
    },
  ];
}

/** What was bought and is on its way: one stuck in customs, one that missed its feeder, one that will come late. */
function bought(on: On): readonly DemoShipment[] {
  const event = at(on);
  const santos = { ...PLAIN, supplier: FINCA, route: ROUTES.santosByBlue, country: 'DE', incoterm: 'FCA' } as const;
  return [
    {
      ...{
        ...santos,
        id: 'SHP-2002',
        flow: 'direct_drop',
        customer: 'CUS-CARLOS',
        state: 'customs',
        locatedAt: 'NLRTM',
      },
      ...{ weightG: 132_000, freightMinor: 36_96, promised: on(-6), shipped: on(-30) },
      lines: [COFFEE('SO-1002', 120)],
      events: [
        ...[event('booked', 'BRSSZ', -34), event('departed', 'BRSSZ', -30), event('arrived', 'NLRTM', -11)],
        event('customs_hold', 'NLRTM', -10, 'Phytosanitary certificate missing; goods are held until it is presented.'),
      ],
    },
    {
      ...{ ...santos, id: 'SHP-2003', flow: 'inbound', state: 'in_transit', locatedAt: 'NLRTM', weightG: 8_400_000 },
      ...{ freightMinor: 2_352_00, promised: on(-2), eta: on(7), shipped: on(-25) },
      lines: [GREEN_COFFEE('PO-7003', 8_000)],
      events: [
        ...[event('departed', 'BRSSZ', -25), event('arrived', 'NLRTM', -5)],
        event('delayed', 'NLRTM', -4, 'Feeder missed. Next sailing in a week.'),
      ],
    },
    {
      ...{ ...PLAIN, id: 'SHP-2007', flow: 'inbound', supplier: NILGIRI, route: ROUTES.indiaByBlue, country: 'DE' },
      ...{ incoterm: 'FCA', state: 'in_transit', weightG: 1_260_000, freightMinor: 239_40 },
      ...{ promised: on(10), eta: on(14), shipped: on(-17) },
      lines: [BOUGHT_TEA('PO-7007', 2_400)],
      events: [
        event('departed', 'INNSA', -17),
        event('delayed', 'INNSA', -12, 'Slow steaming, four days behind schedule.'),
      ],
    },
  ];
}

/** What was sold and is on its way: one to be divided, one that nobody said why it is late; and one that came to nothing. */
function sold(on: On): readonly DemoShipment[] {
  const event = at(on);
  return [
    {
      ...{
        ...PLAIN,
        id: 'SHP-2006',
        flow: 'outbound',
        customer: 'CUS-CARLA',
        route: ROUTES.milanByNord,
        country: 'IT',
      },
      ...{ state: 'planned', weightG: 76_000, freightMinor: 39_52, promised: on(9), eta: on(8), shipped: null },
      lines: [COFFEE('SO-1005', 60), TEA('SO-1005', 24)],
      events: [event('booked', 'DEHAM', -1)],
      driver: 'DRV-11',
    },
    {
      ...{ ...PLAIN, id: 'SHP-2008', flow: 'outbound', customer: 'CUS-0003', route: ROUTES.parisByNord, country: 'FR' },
      ...{ state: 'in_transit', weightG: null, weightSaid: 'Weight captured separately', freightMinor: null },
      ...{ freightSaid: 'Freight included in commodity cost', promised: on(-1), shipped: on(-4) },
      lines: [SMALL_COFFEE('SO-0731', 40)],
      events: [event('departed', 'DEHAM', -4)],
    },
    {
      ...{
        ...PLAIN,
        id: 'SHP-2009',
        flow: 'outbound',
        customer: 'CUS-0004',
        route: ROUTES.madridByNord,
        country: 'ES',
      },
      ...{ state: 'cancelled', weightG: 12_000, freightMinor: 7_68, promised: on(-8), shipped: null },
      ...{ lines: [TEA('SO-0729', 20)], events: [] },
    },
  ];
}

/** The shipments that the story is told with, as they stand on the morning of `today`. */
export function acmeStory(today: string): readonly DemoShipment[] {
  const on: On = (days) => addDays(today, days);
  return [...arrived(on), ...bought(on), ...sold(on)];
}

export function globexStory(today: string): readonly DemoShipment[] {
  const on: On = (days) => addDays(today, days);
  const event = at(on);
  const oil = { ...PLAIN, country: 'IT', weightG: 190_000, freightMinor: 22_80 } as const;
  return [
    {
      ...{ ...oil, id: 'SHP-2002', flow: 'outbound', customer: 'CUS-CARLA', route: GLOBEX_ROUTES.genoaByBlue },
      ...{ state: 'in_transit', locatedAt: 'ESVLC', promised: on(-3), shipped: on(-6) },
      lines: [OIL('SO-1002', 7)],
      events: [event('departed', 'ESVLC', -6), event('delayed', 'ESVLC', -3, 'Storm, port closed.')],
    },
    {
      ...{ ...oil, id: 'SHP-2004', flow: 'outbound', customer: 'CUS-CARLA', route: GLOBEX_ROUTES.genoaByNord },
      ...{ state: 'delivered', locatedAt: 'ITGOA', inFull: true, promised: on(-6), shipped: on(-9), delivered: on(-6) },
      lines: [OIL('SO-1003', 4)],
      events: [event('departed', 'ESVLC', -9), event('delivered', 'ITGOA', -6)],
    },
  ];
}
