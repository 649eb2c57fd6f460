import type { CsvTable } from '@supercargo/imports';
import { carriers } from './carriers.ts';
import { customers } from './customers.ts';
import { policy } from './policy.ts';
import { returnLines } from './return-lines.ts';
import { returns } from './returns.ts';

/** Every table that can be imported from CSV, in an order in which what is referred to comes first. */
export const CSV_TABLES: readonly CsvTable[] = [customers, carriers, policy, returns, returnLines];
