import type { Grants } from '../roles.ts';

export const EVENTS: Grants = { tables: [], functions: [] };
