import type { Grants } from '../roles.ts';

export const LOGISTICS: Grants = { tables: [], functions: [] };
