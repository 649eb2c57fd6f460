import { CSV_TABLES } from './tables/all.ts';

/** One valid line of each table, in the order in which they can be imported; each refers to those before it. */
export const LINES = {
  customers: { id: 'CUS-1', name: 'Café "Nord"' },
  orders: {
    number: 'SO-7',
    kind: 'sale',
    customer: 'CUS-1',
    vendor: '',
    place: '',
    state: 'shipped',
    placed_on: '2026-11-01',
    promised_on: '2026-11-20',
    delivered_on: '',
    currency: 'EUR',
    value: '38.00',
    project: '',
    country: 'DE',
    shipment: 'SHP-7',
  },
  order_lines: {
    order: 'SO-7',
    line: '1',
    sku: 'COF-1KG',
    description: 'Coffee, 1 kg',
    quantity: '2',
    unit: 'EA',
    currency: 'EUR',
    price: '19.00',
    value: '38.00',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type TableName = keyof typeof LINES;

/** What tests import CSV files into. */
export const ORDERS_CSV = { server: 'orders', csvTables: CSV_TABLES, lines: LINES };
