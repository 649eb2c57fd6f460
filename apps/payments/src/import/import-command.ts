import { importCommandOf } from '@supercargo/imports';
import { CSV_TABLES } from './csv/tables/all.ts';
import { DEMO } from './demo/load-demo.ts';
import { SCMS } from './scms/trade.ts';

/** How outside facts get into Payments. Each source is a folder of its own. */
export const importInto = importCommandOf({ server: 'payments', demo: DEMO, csvTables: CSV_TABLES, scms: SCMS });
