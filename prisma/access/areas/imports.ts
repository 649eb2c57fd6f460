import type { Grants } from '../roles.ts';

/** What is staged is seen by imports alone, of whichever server. */
export const IMPORTS: Grants = {
  tables: [
    { role: 'supercargo_importer', table: 'imports.run', verbs: ['select', 'insert', 'update'] },
    { role: 'supercargo_importer', table: 'imports.row', verbs: ['select', 'insert', 'delete'] },
  ],
  functions: [],
};
