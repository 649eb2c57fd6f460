import { list, one, pages, resource, type ReadCase, type Rows } from '../case.ts';
import { COUNTS, numberOf, pad } from '../names.ts';

const sku = (nth: number, { rows }: Rows): string => `SKU-${pad(numberOf(nth, rows))}`;
const warehouse = (nth: number): string => `WH-${1 + (nth % COUNTS.warehouses)}`;

export const INVENTORY_CASES: readonly ReadCase[] = [
  one('get_stock', 'inventory.stock', (nth, rows) => ({ sku: sku(nth, rows) })),
  one('forecast_stockout', 'inventory.item', (nth, rows) => ({ sku: sku(nth, rows) })),
  list('find_items', 'inventory.item', 'first page'),
  pages('find_items', 'inventory.item'),
  list('find_items', 'inventory.item', 'by words', (nth, { rows }) => ({ text: `bag ${numberOf(nth, rows)}` })),
  list('find_items', 'inventory.item', 'place and supplier', (nth) => ({
    warehouse: warehouse(nth),
    supplier: 'SUP-7',
  })),
  list('list_low_stock', 'inventory.stock', 'first page'),
  pages('list_low_stock', 'inventory.stock'),
  list('list_low_stock', 'inventory.stock', 'of a supplier', (nth) => ({
    supplier: `SUP-${1 + (nth % COUNTS.suppliers)}`,
  })),
  list('list_reorders', 'inventory.purchase_order', 'first page'),
  pages('list_reorders', 'inventory.purchase_order', 'all states', { states: ['open', 'received', 'cancelled'] }),
  list('list_reorders', 'inventory.purchase_order', 'overdue', () => ({ overdue: true })),
  list('list_reorders', 'inventory.purchase_order', 'of an item', (nth, rows) => ({ sku: sku(nth, rows) })),
  resource('inventory://item/{sku}', 'inventory.item', true, sku),
  resource('inventory://low-stock', 'inventory.stock', false),
  resource('inventory://warehouse/{id}/stock', 'inventory.stock', false, warehouse),
];
