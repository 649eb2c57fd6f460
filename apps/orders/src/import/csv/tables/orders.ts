import {
  amountIn,
  COUNTRY,
  CURRENCY,
  DAY,
  idOf,
  may,
  must,
  oneOf,
  text,
  type CsvTable,
  type Values,
} from '@supercargo/imports';
import { ORDER_KINDS, ORDER_STATES, ORDER_TRANSITIONS } from '../../../domain/order.ts';
import { CUSTOMER_ID } from './customers.ts';

export const ORDER_NUMBER = idOf('an order', 'SO-1002');

/** What says whose an order of each kind is. */
const WHOSE = [
  ['sale', 'customer'],
  ['purchase', 'vendor'],
  ['stock', 'place'],
] as const;

function whoseProblem(values: Values): { readonly column: string; readonly accepted: string } | undefined {
  for (const [kind, column] of WHOSE) {
    const isSaid = (values[column] ?? null) !== null;
    if (isSaid !== (values['kind'] === kind)) {
      return { column, accepted: `one where the kind is ${kind}, none where it is not, and nothing else` };
    }
  }
  return undefined;
}

export const orders: CsvTable = {
  name: 'orders',
  about: 'what was ordered: of customers, to vendors, or out of a place of the company’s own',
  columns: [
    must('number', ORDER_NUMBER, 'the number that the other system gave the order'),
    must('kind', oneOf(ORDER_KINDS), 'sale of a customer, purchase to a vendor, stock out of a place'),
    may('customer', CUSTOMER_ID, 'whose it is, of a sale; never another later', { into: 'customer_id' }),
    may('vendor', text(200), 'who drops it directly, of a purchase'),
    may('place', idOf('a place', 'HAM-1'), 'where it comes from, of a stock order'),
    may('state', oneOf(ORDER_STATES), 'where it stands; a blank is placed', { blank: 'placed' }),
    may('placed_on', DAY, 'the day on which it was ordered', { type: 'date' }),
    may('promised_on', DAY, 'the day on which it was promised to be there', { type: 'date' }),
    may('delivered_on', DAY, 'the day on which it was there: only where the state is delivered', { type: 'date' }),
    must('currency', CURRENCY, 'of the value and of every line'),
    may('value', amountIn('currency'), 'of the whole order', { into: 'value_minor', type: 'bigint' }),
    may('project', idOf('a project', '100-CI-T01'), 'what it is for'),
    may('country', COUNTRY, 'where it goes'),
    may('shipment', idOf('a shipment', 'SHP-2002'), 'what carries it: its number at the transport system', {
      into: 'shipment_number',
    }),
  ],
  key: ['number'],
  together: [
    ['kind', 'customer', 'vendor', 'place'],
    ['state', 'delivered_on'],
  ],
  check: (values) => {
    const { state, delivered_on: deliveredOn = null } = values;
    if (deliveredOn !== null && state !== 'delivered') {
      return { column: 'delivered_on', accepted: 'a day only where the state is delivered, and a blank elsewhere,' };
    }
    return whoseProblem(values);
  },
  references: [
    {
      column: 'customer',
      to: {
        table: 'orders.customer',
        by: 'id',
        accepted: 'the id of a customer that is there; import customers first',
      },
    },
  ],
  into: 'orders.sales_order',
  known: ['number'],
  hasId: false,
  existing: 'changed',
  stands: { what: 'order', column: 'state', canBecome: ORDER_TRANSITIONS },
  format: 1,
};
