import { type CsvTable, must, SUPPLIER_ID, text } from '@supercargo/imports';

export const suppliers: CsvTable = {
  name: 'suppliers',
  about: 'who sells to the company',
  columns: [must('id', SUPPLIER_ID, 'which supplier it is'), must('name', text(200), 'what people call it')],
  key: ['id'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'inventory.supplier',
  known: ['id'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
