import type { CsvTable } from '@supercargo/imports';
import { customerPayments, invoices } from './invoices.ts';
import { goodsReceipts, payableOrders } from './orders.ts';
import { costCentres, payees } from './payees.ts';

/** Every table that can be imported from CSV, in an order in which what is referred to comes first. */
export const CSV_TABLES: readonly CsvTable[] = [
  ...[payees, costCentres, payableOrders, goodsReceipts, invoices, customerPayments],
];
