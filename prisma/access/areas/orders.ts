import type { Grants } from '../roles.ts';

export const ORDERS: Grants = { tables: [], functions: [] };
