import type { Grants } from '../roles.ts';

export const PAYMENTS: Grants = { tables: [], functions: [] };
