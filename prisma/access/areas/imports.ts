import type { Grants } from '../roles.ts';

export const IMPORTS: Grants = { tables: [], functions: [] };
