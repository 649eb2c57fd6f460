import { ACME_CUSTOMERS, chosen } from '@supercargo/imports';
import { addDays } from '@supercargo/kernel';
import type { Flow } from '../../domain/shipment.ts';
import type { DemoEvent, DemoLine, DemoRoute, DemoShipment } from './facts.ts';
import { ROUTES } from './network.ts';
import { BOUGHT_TEA, COFFEE, FINCA, GREEN_COFFEE, NILGIRI, PLAIN, SMALL_COFFEE, TEA } from './story.ts';

/** A lane as the company uses it: how often, what goes there, and how many of a hundred come in time. */
interface Lane {
  readonly route: DemoRoute;
  readonly flow: Flow;
  readonly often: number;
  readonly punctual: number;
  readonly country: string;
  readonly supplier: DemoShipment['supplier'];
  readonly goods: readonly ((order: string, quantity: number) => DemoLine)[];
  /** Grams of one unit and how many of them there are, from and to. */
  readonly units: readonly [grams: number, least: number, most: number];
}

const inbound = { flow: 'inbound', country: 'DE' } as const;
const outbound = { flow: 'outbound', supplier: null } as const;
const FROM_SANTOS = { ...inbound, supplier: FINCA, goods: [GREEN_COFFEE] } as const;
const FROM_INDIA = { ...inbound, supplier: NILGIRI, goods: [BOUGHT_TEA] } as const;
const SOLD = [COFFEE, SMALL_COFFEE, TEA] as const;

const LANES: readonly [Lane, ...Lane[]] = [
  { ...FROM_SANTOS, route: ROUTES.santosByBlue, often: 46, punctual: 58, units: [1_050, 1_500, 9_000] },
  { ...FROM_SANTOS, route: ROUTES.santosByAtlas, often: 30, punctual: 82, units: [1_050, 1_500, 9_000] },
  { ...FROM_SANTOS, route: ROUTES.santosBySwift, often: 12, punctual: 96, units: [1_050, 100, 600] },
  { ...FROM_SANTOS, route: ROUTES.rotterdamByRail, often: 22, punctual: 90, units: [1_050, 200, 4_000] },
  { ...FROM_SANTOS, route: ROUTES.rotterdamBySwift, often: 9, punctual: 97, units: [1_050, 100, 400] },
  { ...FROM_SANTOS, route: ROUTES.rotterdamByBlue, often: 18, punctual: 55, units: [1_050, 400, 4_000] },
  { ...FROM_INDIA, route: ROUTES.indiaByBlue, often: 28, punctual: 64, units: [520, 1_000, 5_000] },
  { ...FROM_INDIA, route: ROUTES.indiaBySwift, often: 10, punctual: 93, units: [520, 100, 800] },
  {
    ...outbound,
    route: ROUTES.milanByNord,
    often: 48,
    punctual: 88,
    country: 'IT',
    goods: SOLD,
    units: [700, 20, 160],
  },
  {
    ...outbound,
    route: ROUTES.milanByRail,
    often: 16,
    punctual: 76,
    country: 'IT',
    goods: SOLD,
    units: [700, 60, 300],
  },
  {
    ...outbound,
    route: ROUTES.madridByNord,
    often: 33,
    punctual: 84,
    country: 'ES',
    goods: SOLD,
    units: [700, 20, 160],
  },
  {
    ...outbound,
    route: ROUTES.parisByNord,
    often: 28,
    punctual: 91,
    country: 'FR',
    goods: SOLD,
    units: [700, 20, 160],
  },
];

const REASONS = [
  'Congestion at the port.',
  'Vehicle broke down.',
  'Weather.',
  'Papers were late.',
  'Strike of the terminal.',
] as const;

const transitDays = (route: DemoRoute): number => route.legs.reduce((days, leg) => days + leg.days, 0);
const perKgMinor = (route: DemoRoute): number => route.legs.reduce((minor, leg) => minor + leg.perKgMinor, 0);

/** What a shipment of a lane is, whenever it goes. */
function carried(
  lane: Lane,
  nr: number,
): Pick<DemoShipment, 'lines' | 'weightG' | 'weightSaid' | 'freightMinor' | 'freightSaid'> {
  const [grams, least, most] = lane.units;
  const order = `${lane.flow === 'inbound' ? 'PO-6' : 'SO-0'}${(300 + nr).toString().padStart(3, '0')}`;
  const lines = lane.goods
    .slice(0, 1 + chosen(`${nr}|lines`, lane.goods.length))
    .map((make, at) => make(order, least + chosen(`${nr}|${at}|units`, most - least)));
  const weightG = lines.reduce((sum, { quantity }) => sum + quantity, 0) * grams;
  const isWeighed = chosen(`${nr}|weighed`, 40) > 0;
  const isPriced = isWeighed && chosen(`${nr}|priced`, 16) > 0;
  const freight = Math.ceil((perKgMinor(lane.route) * weightG * (95 + chosen(`${nr}|price`, 12))) / 100_000);
  return {
    lines,
    ...(isWeighed ? { weightG, weightSaid: null } : { weightG: null, weightSaid: 'Weight captured separately' }),
    ...(isPriced
      ? { freightMinor: freight, freightSaid: null }
      : { freightMinor: null, freightSaid: 'Freight included in commodity cost' }),
  };
}

interface Told {
  readonly today: string;
  readonly id: string;
  readonly nr: number;
  readonly lane: Lane;
  /** Days of today on which it was promised, and after that by how many it came or will come. */
  readonly promised: number;
  readonly late: number;
  readonly isDelivered: boolean;
}

function shipmentOf({ today, id, nr, lane, promised, late, isDelivered }: Told): DemoShipment {
  const on = (days: number): string => addDays(today, days);
  const { origin, destination } = lane.route;
  const shipped = promised - transitDays(lane.route) - chosen(`${nr}|slack`, 3);
  const event = (kind: DemoEvent['kind'], place: string, day: number, note: string | null = null): DemoEvent => ({
    ...{ kind, place, on: on(day), note },
  });
  const delay =
    late > 0 ? [event('delayed', origin, shipped + 1, REASONS[chosen(`${nr}|reason`, REASONS.length)] ?? null)] : [];
  return {
    ...PLAIN,
    ...{ id, flow: lane.flow, route: lane.route, supplier: lane.supplier, country: lane.country },
    customer:
      lane.flow === 'outbound' ? (ACME_CUSTOMERS[chosen(`${nr}|customer`, ACME_CUSTOMERS.length)]?.id ?? null) : null,
    incoterm: lane.flow === 'inbound' ? 'FCA' : null,
    ...carried(lane, nr),
    ...{ promised: on(promised), shipped: on(shipped) },
    ...(isDelivered
      ? { state: 'delivered' as const, delivered: on(promised + late), locatedAt: destination }
      : { state: 'in_transit' as const, eta: on(promised + late) }),
    inFull: !isDelivered || chosen(`${nr}|counted`, 25) === 0 ? null : chosen(`${nr}|full`, 20) > 0,
    events: [
      ...[event('departed', origin, shipped), ...delay],
      ...(isDelivered ? [event('delivered', destination, promised + late)] : []),
    ],
  };
}

/** By how many days a shipment of a lane is late: most by few, some by many; at times early. */
function lateness(lane: Lane, nr: number): number {
  if (chosen(`${nr}|punctual`, 100) < lane.punctual) {
    return -chosen(`${nr}|early`, Math.min(3, transitDays(lane.route)));
  }
  const draw = chosen(`${nr}|late`, 100) / 100;
  return 1 + Math.floor(draw * draw * 1.2 * transitDays(lane.route));
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** Three hundred shipments that arrived within the last year, and some that are under way, a few of them late. */
export function acmePast(today: string): readonly DemoShipment[] {
  const turns = LANES.flatMap((lane) => numbers(lane.often).map(() => lane));
  const past = turns.map((lane, nr) => {
    const late = lateness(lane, nr);
    // Delivered between a year ago and yesterday.
    const promised = -1 - Math.max(late, 0) - chosen(`${nr}|day`, 340);
    return shipmentOf({ today, id: `SHP-${(1_001 + nr).toString()}`, nr, lane, promised, late, isDelivered: true });
  });
  const open = numbers(24).map((at) => {
    const nr = turns.length + at;
    const lane = LANES[chosen(`${nr}|lane`, LANES.length)] ?? LANES[0];
    const isLate = at % 3 === 0;
    const promised = isLate ? -1 - chosen(`${nr}|since`, 9) : 1 + chosen(`${nr}|until`, 12);
    const late = isLate ? 2 - promised + chosen(`${nr}|more`, 6) : -chosen(`${nr}|early`, 2);
    return shipmentOf({ today, id: `SHP-${(1_001 + nr).toString()}`, nr, lane, promised, late, isDelivered: false });
  });
  return [...past, ...open];
}
