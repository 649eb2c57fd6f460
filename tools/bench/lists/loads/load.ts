import { TENANTS } from '../names.ts';

/** What fills one server's tables: statements of which none needs another, with so many rows of each list's main table for each company. */
export type Load = (rows: number) => readonly string[];

/** Each company as `t`, and of each the numbers from 1 as `n`. */
export const eachOf = (rows: number): string => `${eachCompany}, generate_series(1, ${rows}) n`;
export const eachCompany = `from generate_series(0, ${TENANTS - 1}) t`;
