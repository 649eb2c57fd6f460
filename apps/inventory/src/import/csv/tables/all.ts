import type { CsvTable } from '@supercargo/imports';
import { items } from './items.ts';
import { movements } from './movements.ts';
import { purchaseOrders } from './purchase-orders.ts';
import { stock } from './stock.ts';
import { suppliers } from './suppliers.ts';
import { warehouses } from './warehouses.ts';

/** Every table that can be imported from CSV, in an order in which what is referred to comes first. */
export const CSV_TABLES: readonly CsvTable[] = [suppliers, warehouses, items, stock, movements, purchaseOrders];
