import type { CsvTable } from '@supercargo/imports';
import { customers } from './customers.ts';
import { orderLines } from './order-lines.ts';
import { orders } from './orders.ts';

/** Every table that can be imported from CSV, in an order in which what is referred to comes first. */
export const CSV_TABLES: readonly CsvTable[] = [customers, orders, orderLines];
