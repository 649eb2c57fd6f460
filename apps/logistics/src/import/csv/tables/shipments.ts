import {
  COUNTRY,
  DAY,
  idOf,
  LOCODE,
  may,
  must,
  oneOf,
  SUPPLIER_ID,
  text,
  whole,
  type CsvTable,
} from '@supercargo/imports';
import { FLOWS, MODES, SHIPMENT_STATES, SHIPMENT_TRANSITIONS } from '../../../domain/shipment.ts';
import { CARRIER, CARRIER_ID, ROUTE, ROUTE_ID, SHIPMENT_ID } from './referred.ts';

const INCOTERMS = ['EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP', 'FAS', 'FOB', 'CFR', 'CIF', 'DDU', 'DAT'] as const;

export const shipments: CsvTable = {
  name: 'shipments',
  about: 'what travels, by its ASN or DN',
  columns: [
    must('shipment', SHIPMENT_ID, 'its ASN or DN', { into: 'id' }),
    must('flow', oneOf(FLOWS), 'between whom'),
    may('state', oneOf(SHIPMENT_STATES), 'where it stands; a blank is planned', { blank: 'planned' }),
    may('customer', idOf('a customer', 'CUS-0003'), 'whose it is; a shipment stays with its customer', {
      into: 'customer_id',
    }),
    may('supplier', SUPPLIER_ID, 'who sends it, where it was bought', { into: 'supplier_id' }),
    may('supplier_name', text(200), 'what people call them'),
    may('carrier', CARRIER_ID, 'who carries it', { into: 'carrier_id' }),
    may('route', ROUTE_ID, 'by which route', { into: 'route_id' }),
    may('mode', oneOf(MODES), 'by what'),
    may('origin', LOCODE, 'where from'),
    may('destination', LOCODE, 'where to'),
    may('located_at', LOCODE, 'where it was last seen'),
    may('country', COUNTRY, 'where to, as a country'),
    may('incoterm', oneOf(INCOTERMS), 'who bears what on the way'),
    may('weight_g', whole(0n), 'what it weighs, grams', { type: 'bigint' }),
    may('weight_note', text(200), 'why no weight was captured, in the words of the other system', {
      into: 'weight_said',
    }),
    may('promised_on', DAY, 'the day that was promised', { type: 'date' }),
    may('eta_on', DAY, 'the day on which it is expected now', { type: 'date' }),
    may('shipped_on', DAY, 'the day on which it left', { type: 'date' }),
    may('delivered_on', DAY, 'the day on which it arrived: on every line that is delivered, and on no other', {
      type: 'date',
    }),
    may('in_full', oneOf(['true', 'false']), 'whether all of it arrived; a blank where nobody recorded it', {
      type: 'boolean',
    }),
  ],
  key: ['shipment'],
  together: [
    ['state', 'delivered_on'],
    ['weight_g', 'weight_note'],
  ],
  check: ({ state, delivered_on: deliveredOn = null, weight_g: weight = null, weight_note: note = null }) => {
    if ((state === 'delivered') !== (deliveredOn !== null)) {
      return {
        column: 'delivered_on',
        accepted: 'one where the state is delivered, none where it is not, and nothing else',
      };
    }
    return weight !== null && note !== null
      ? { column: 'weight_note', accepted: 'a blank beside a weight' }
      : undefined;
  },
  references: [
    { column: 'carrier', to: CARRIER },
    { column: 'route', to: ROUTE },
  ],
  into: 'logistics.shipment',
  known: ['id'],
  hasId: false,
  existing: 'changed',
  stands: { what: 'shipment', column: 'state', canBecome: SHIPMENT_TRANSITIONS },
  format: 1,
};
