import type { Grants } from '../roles.ts';

export const RETURNS: Grants = { tables: [], functions: [] };
