import {
  amountIn,
  CURRENCY,
  DOCUMENT_NUMBER,
  idOf,
  LOCODE,
  may,
  MOMENT,
  must,
  oneOf,
  SKU,
  text,
  UNIT,
  whole,
  type CsvTable,
} from '@supercargo/imports';
import { EVENT_KINDS } from '../../../domain/shipment.ts';
import { SHIPMENT, SHIPMENT_ID } from './referred.ts';

/** What is said of a reroute is said by its effect alone. */
const TOLD = EVENT_KINDS.filter((kind) => kind !== 'rerouted' && kind !== 'reroute_cancelled');

export const shipmentLines: CsvTable = {
  name: 'shipment_lines',
  about: 'what is in a shipment, line by line',
  columns: [
    must('shipment', SHIPMENT_ID, 'in which shipment', { into: 'shipment_id' }),
    must('line', idOf('a line', '1'), 'which line of it', { into: 'line_id' }),
    may('order', idOf('an order', 'SO-1002'), 'of which order', { into: 'order_number' }),
    may('sku', SKU, 'which item'),
    may('description', text(500), 'what it is, in the words of whoever sells it'),
    may('quantity', whole(0n), 'how many', { type: 'bigint' }),
    may('unit', UNIT, 'what one of it is'),
    may('currency', CURRENCY, 'of the value'),
    may('value', amountIn('currency'), 'what the line is worth', { into: 'value_minor', type: 'bigint' }),
  ],
  key: ['shipment', 'line'],
  together: [['currency', 'value']],
  check: ({ currency = null, value = null }) =>
    (currency === null) === (value === null)
      ? undefined
      : { column: 'currency', accepted: 'one where there is a value, none where there is none, and nothing else' },
  references: [{ column: 'shipment', to: SHIPMENT }],
  into: 'logistics.shipment_line',
  known: ['shipment_id', 'line_id'],
  ...{ hasId: false, existing: 'changed', format: 1 },
};

export const shipmentFreight: CsvTable = {
  name: 'shipment_freight',
  about: 'what the transport of a shipment costs, or why that was not captured',
  columns: [
    must('shipment', SHIPMENT_ID, 'of which shipment', { into: 'shipment_id' }),
    may('currency', CURRENCY, 'of the freight'),
    may('freight', amountIn('currency'), 'what its transport costs', { into: 'freight_minor', type: 'bigint' }),
    may('note', text(200), 'why no amount was captured, in the words of the other system', { into: 'freight_said' }),
  ],
  key: ['shipment'],
  together: [['currency', 'freight', 'note']],
  check: ({ currency = null, freight = null, note = null }) => {
    if ((currency === null) !== (freight === null)) {
      return {
        column: 'currency',
        accepted: 'one where there is a freight, none where there is none, and nothing else',
      };
    }
    return (freight === null) === (note === null)
      ? { column: 'note', accepted: 'a note where there is no freight, none where there is one, and nothing else' }
      : undefined;
  },
  references: [{ column: 'shipment', to: SHIPMENT }],
  into: 'logistics.freight',
  known: ['shipment_id'],
  ...{ hasId: false, existing: 'changed', format: 1 },
};

export const shipmentEvents: CsvTable = {
  name: 'shipment_events',
  about: 'what happened to a shipment, as whoever carries it tells it; what is there is never edited',
  columns: [
    must('event', DOCUMENT_NUMBER, 'the number that the other system knows this event by, and no other', {
      into: null,
    }),
    must('shipment', SHIPMENT_ID, 'to which shipment', { into: 'shipment_id' }),
    must('kind', oneOf(TOLD), 'what happened'),
    may('place', LOCODE, 'where'),
    must('occurred_at', MOMENT, 'when', { type: 'timestamptz' }),
    may('note', text(500), 'what the carrier wrote about it'),
  ],
  key: ['event'],
  together: [],
  check: () => undefined,
  references: [{ column: 'shipment', to: SHIPMENT }],
  into: 'logistics.shipment_event',
  known: ['id'],
  ...{ hasId: true, existing: 'refused', format: 1 },
};
