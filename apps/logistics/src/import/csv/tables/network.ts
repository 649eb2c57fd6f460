import { CURRENCY, LOCODE, may, must, oneOf, text, whole, type CsvTable } from '@supercargo/imports';
import { ROUTE_STATES, ROUTE_TRANSITIONS } from '../../../domain/reroute.ts';
import { MODES } from '../../../domain/shipment.ts';
import { CARRIER, CARRIER_ID, DRIVER_ID, REGION, REGION_ID, ROUTE, ROUTE_ID } from './referred.ts';

const PLAIN = { together: [], check: () => undefined, hasId: false, existing: 'changed', format: 1 } as const;

export const carriers: CsvTable = {
  ...PLAIN,
  name: 'carriers',
  about: 'who carries for the company',
  columns: [must('id', CARRIER_ID, 'which carrier it is'), must('name', text(200), 'what people call it')],
  key: ['id'],
  references: [],
  into: 'logistics.carrier',
  known: ['id'],
};

export const regions: CsvTable = {
  ...PLAIN,
  name: 'regions',
  about: 'where drivers work',
  columns: [must('id', REGION_ID, 'which region it is'), must('name', text(200), 'what people call it')],
  key: ['id'],
  references: [],
  into: 'logistics.region',
  known: ['id'],
};

export const routes: CsvTable = {
  ...PLAIN,
  name: 'routes',
  about: 'what a carrier offers from one place to another; its days and prices are those of its legs',
  columns: [
    must('route', ROUTE_ID, 'which route it is', { into: 'id' }),
    must('carrier', CARRIER_ID, 'who offers it', { into: 'carrier_id' }),
    must('origin', LOCODE, 'where from'),
    must('destination', LOCODE, 'where to'),
    must('mode', oneOf(MODES), 'by what most of the way goes'),
    must('currency', CURRENCY, 'of the prices of its legs'),
    may('state', oneOf(ROUTE_STATES), 'whether it is offered; a blank is active', { blank: 'active' }),
  ],
  key: ['route'],
  references: [{ column: 'carrier', to: CARRIER }],
  into: 'logistics.route',
  known: ['id'],
  stands: { what: 'route', column: 'state', canBecome: ROUTE_TRANSITIONS },
};

export const routeLegs: CsvTable = {
  ...PLAIN,
  name: 'route_legs',
  about: 'the legs of a route, in their order',
  columns: [
    must('route', ROUTE_ID, 'of which route', { into: 'route_id' }),
    must('leg', whole(1n, 20n), 'its number on the way', { type: 'integer' }),
    must('origin', LOCODE, 'where from'),
    must('destination', LOCODE, 'where to'),
    must('mode', oneOf(MODES), 'by what'),
    must('transit_days', whole(0n, 365n), 'how long it takes', { type: 'integer' }),
    must(
      'cost_per_kg_minor',
      whole(0n, 1_000_000_000n),
      'what a kilogram costs, in minor units of the route’s currency',
      {
        type: 'bigint',
      },
    ),
  ],
  key: ['route', 'leg'],
  references: [{ column: 'route', to: ROUTE }],
  into: 'logistics.route_leg',
  known: ['route_id', 'leg'],
};

export const drivers: CsvTable = {
  ...PLAIN,
  name: 'drivers',
  about: 'who drives, and where',
  columns: [
    must('driver', DRIVER_ID, 'which driver it is', { into: 'id' }),
    must('name', text(200), 'what people call them'),
    must('region', REGION_ID, 'where they work', { into: 'region_id' }),
    may('active', oneOf(['true', 'false']), 'false while they are off duty; a blank is true', {
      ...{ type: 'boolean', blank: 'true' },
    }),
  ],
  key: ['driver'],
  check: ({ driver }) =>
    driver?.toLowerCase() === 'none'
      ? { column: 'driver', accepted: 'another id than none, which means nobody,' }
      : undefined,
  references: [{ column: 'region', to: REGION }],
  into: 'logistics.driver',
  known: ['id'],
};
