/** The tables that `import csv` takes, as the server names them: a test asks it. */
export const CSV_TABLES: readonly string[] = [
  'suppliers',
  'warehouses',
  'items',
  'stock',
  'movements',
  'purchase_orders',
];
