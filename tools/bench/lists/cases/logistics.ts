import { list, one, pages, resource, type ReadCase, type Rows } from '../case.ts';
import { COUNTS, laneOf, numberOf, pad } from '../names.ts';

const shipment = (nth: number, { rows }: Rows): string => `SHP-${pad(numberOf(nth, rows))}`;
const carrier = (nth: number): string => `CAR-${1 + (nth % COUNTS.carriers)}`;
const TABLE = 'logistics.shipment';

export const LOGISTICS_CASES: readonly ReadCase[] = [
  one('track_shipment', TABLE, (nth, rows) => ({ shipment: shipment(nth, rows) })),
  list('list_delayed_shipments', TABLE, 'first page'),
  pages('list_delayed_shipments', TABLE),
  list('list_delayed_shipments', TABLE, 'all', () => ({ status: 'all' })),
  pages('list_delayed_shipments', TABLE, 'all', { status: 'all' }),
  list('list_delayed_shipments', TABLE, 'of a carrier', (nth) => ({ status: 'all', carrier: carrier(nth) })),
  list('list_delayed_shipments', TABLE, 'mode and country', () => ({ status: 'all', mode: 'sea', country: 'PL' })),
  list('carrier_performance', TABLE, 'of a year'),
  list('carrier_performance', TABLE, 'of all time', () => ({ since: '1990-01-01' })),
  list('carrier_performance', TABLE, 'by country', () => ({ by: 'country', mode: 'sea' })),
  list('compare_carriers', TABLE, 'of a lane', (nth) => ({
    ...laneOf(1 + (nth % COUNTS.routes)),
    since: '1990-01-01',
  })),
  list('compare_carriers', TABLE, 'to a country', () => ({ country: 'DE' })),
  resource('logistics://shipment/{id}', TABLE, true, shipment),
  resource('logistics://route/{id}', TABLE, false, (nth) => `R-${1 + (nth % COUNTS.routes)}`),
  resource('logistics://drivers/{region}', 'logistics.driver', false, (nth) => `REG-${1 + (nth % COUNTS.regions)}`),
];
