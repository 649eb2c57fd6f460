import type { DemoFacts, DemoLeg, DemoRoute } from './facts.ts';

export const CARRIERS: DemoFacts['carriers'] = [
  { id: 'CAR-ATLAS', name: 'Atlas Container Lines' },
  { id: 'CAR-BLUE', name: 'Blue Anchor Shipping' },
  { id: 'CAR-NORD', name: 'Nordroute Spedition GmbH' },
  { id: 'CAR-RAIL', name: 'Rhein-Elbe Rail Cargo' },
  { id: 'CAR-SWIFT', name: 'Swift Air Freight' },
];

export const REGIONS: DemoFacts['regions'] = [
  { id: 'NORTH', name: 'Hamburg and the north' },
  { id: 'SOUTH', name: 'The Alps and the south' },
];

export const DRIVERS: DemoFacts['drivers'] = [
  { id: 'DRV-01', name: 'Anneke Visser', region: 'NORTH', active: true },
  { id: 'DRV-02', name: 'Piotr Zielinski', region: 'NORTH', active: true },
  { id: 'DRV-03', name: 'Jonas Brandt', region: 'NORTH', active: false },
  { id: 'DRV-11', name: 'Lucia Moretti', region: 'SOUTH', active: true },
  { id: 'DRV-12', name: 'Ferran Puig', region: 'SOUTH', active: true },
];

const leg = (
  origin: string,
  destination: string,
  mode: DemoLeg['mode'],
  days: number,
  perKgMinor: number,
): DemoLeg => ({ origin, destination, mode, days, perKgMinor });

function route(
  id: string,
  mode: DemoRoute['mode'],
  legs: readonly [DemoLeg, ...DemoLeg[]],
  state: DemoRoute['state'] = 'active',
): DemoRoute {
  const carrier = `CAR-${id.split('-')[1] ?? ''}`;
  return { id, carrier, origin: legs[0].origin, destination: legs.at(-1)?.destination ?? '', mode, state, legs };
}

/** By id: `RT-<carrier>-<origin>-<destination>`. Prices are minor units a kilogram. */
export const ROUTES = {
  santosByBlue: route('RT-BLUE-BRSSZ-DEHAM', 'sea', [
    leg('BRSSZ', 'NLRTM', 'sea', 18, 22),
    leg('NLRTM', 'DEHAM', 'sea', 4, 6),
  ]),
  santosByAtlas: route('RT-ATLAS-BRSSZ-DEHAM', 'sea', [leg('BRSSZ', 'DEHAM', 'sea', 24, 25)]),
  santosBySwift: route('RT-SWIFT-BRSSZ-DEHAM', 'air', [
    leg('BRSSZ', 'BRVCP', 'road', 1, 18),
    leg('BRVCP', 'DEFRA', 'air', 2, 495),
    leg('DEFRA', 'DEHAM', 'road', 1, 37),
  ]),
  rotterdamByBlue: route('RT-BLUE-NLRTM-DEHAM', 'sea', [leg('NLRTM', 'DEHAM', 'sea', 5, 9)]),
  rotterdamByNord: route('RT-NORD-NLRTM-DEHAM', 'road', [leg('NLRTM', 'DEHAM', 'road', 2, 44)], 'suspended'),
  rotterdamByRail: route('RT-RAIL-NLRTM-DEHAM', 'rail', [leg('NLRTM', 'DEHAM', 'rail', 2, 31)]),
  rotterdamBySwift: route('RT-SWIFT-NLRTM-DEHAM', 'air', [leg('NLRTM', 'DEHAM', 'air', 1, 410)]),
  indiaByBlue: route('RT-BLUE-INNSA-DEHAM', 'sea', [leg('INNSA', 'DEHAM', 'sea', 31, 19)]),
  indiaBySwift: route('RT-SWIFT-INNSA-DEHAM', 'air', [
    leg('INNSA', 'DEFRA', 'air', 3, 445),
    leg('DEFRA', 'DEHAM', 'road', 1, 37),
  ]),
  milanByNord: route('RT-NORD-DEHAM-ITMIL', 'road', [leg('DEHAM', 'ITMIL', 'road', 3, 52)]),
  milanByRail: route('RT-RAIL-DEHAM-ITMIL', 'rail', [leg('DEHAM', 'ITMIL', 'rail', 5, 38)]),
  madridByNord: route('RT-NORD-DEHAM-ESMAD', 'road', [leg('DEHAM', 'ESMAD', 'road', 4, 64)]),
  parisByNord: route('RT-NORD-DEHAM-FRPAR', 'road', [leg('DEHAM', 'FRPAR', 'road', 2, 41)]),
} as const satisfies Readonly<Record<string, DemoRoute>>;

export const GLOBEX_CARRIERS: DemoFacts['carriers'] = [
  { id: 'CAR-BLUE', name: 'Linea Azzurra' },
  { id: 'CAR-NORD', name: 'Trasporti Liguri' },
];

// The other company's carrier, route and shipments have the same ids on purpose: what a hole in the wall would show.
export const GLOBEX_ROUTES = {
  genoaByBlue: route('RT-BLUE-BRSSZ-DEHAM', 'sea', [leg('ESVLC', 'ITGOA', 'sea', 3, 12)]),
  genoaByNord: route('RT-NORD-ESVLC-ITGOA', 'road', [leg('ESVLC', 'ITGOA', 'road', 2, 47)]),
} as const satisfies Readonly<Record<string, DemoRoute>>;
