import { CSV_TABLES } from './tables/all.ts';

/** One valid line of each table, in the order in which they can be imported; each refers to those before it. */
export const LINES = {
  customers: { id: 'CUS-CARLA', name: 'Carla Bianchi' },
  label_carriers: { id: 'CAR-SWIFT', name: 'Swift Air Freight', currency: 'EUR', label_price: '14.90' },
  return_policy: {
    ...{ reason: 'changed_mind', category: 'any', window_days: '14', restocking_percent: '12.5' },
    ...{ currency: 'EUR', limit: '500.00' },
  },
  returns: {
    ...{
      return: 'RMA-3001',
      order: 'SO-1003',
      customer: 'CUS-CARLA',
      reason: 'changed_mind',
      words: 'Not needed, sorry',
    },
    ...{
      ordered_on: '2026-11-07',
      delivered_on: '2026-11-12',
      requested_at: '2026-11-19T09:12:00Z',
      state: 'approved',
    },
    ...{ currency: 'EUR', refund: '70.00', decided_at: '2026-11-20T08:00:00Z', rejected_because: '' },
    ...{ received_at: '', closed_at: '' },
  },
  return_lines: {
    ...{ return: 'RMA-3001', line: '1', sku: 'EQP-GRH', description: 'Grinder, "by hand"', category: 'machines' },
    ...{ quantity: '2', currency: 'EUR', price: '40.00' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type TableName = keyof typeof LINES;

/** What tests import CSV files into. */
export const RETURNS_CSV = { server: 'returns', csvTables: CSV_TABLES, lines: LINES };
