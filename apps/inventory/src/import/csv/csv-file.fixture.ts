import { CSV_TABLES } from './tables/all.ts';

/** One valid line of each table, in the order in which they can be imported; each refers to those before it. */
export const LINES = {
  suppliers: { id: 'SUP-TEA', name: 'Nilgiri Tea Estates' },
  warehouses: { id: 'HAM-1', name: 'Hamburg, Speicherstadt', country: 'DE', locode: 'DEHAM' },
  items: {
    sku: 'TEA-ASM',
    description: 'Assam "second flush", 500 g',
    unit: 'EA',
    supplier: 'SUP-TEA',
    currency: 'EUR',
    price: '8.20',
    price_as_of: '2026-11-20T07:00+01:00',
    lead_time_days: '24',
    reorder_point: '120',
    safety_stock: '40',
  },
  stock: { sku: 'TEA-ASM', warehouse: 'HAM-1', on_hand: '260', allocated: '44', recorded_at: '2026-11-20' },
  movements: {
    movement: 'MV-1',
    sku: 'TEA-ASM',
    warehouse: 'HAM-1',
    kind: 'issue',
    quantity: '-5',
    occurred_at: '2026-11-19T10:30:00Z',
    reference: 'DN-7',
    reason: 'sold',
  },
  purchase_orders: {
    number: 'PO-4711',
    sku: 'TEA-ASM',
    supplier: 'SUP-TEA',
    warehouse: 'HAM-1',
    quantity: '200',
    currency: 'EUR',
    price: '8.20',
    ordered_at: '2026-11-18T09:00:00Z',
    expected_on: '2026-12-12',
    state: 'open',
    received_at: '',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type TableName = keyof typeof LINES;

/** What tests import CSV files into. */
export const INVENTORY_CSV = { server: 'inventory', csvTables: CSV_TABLES, lines: LINES };
