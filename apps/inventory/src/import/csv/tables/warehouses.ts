import { COUNTRY, type CsvTable, LOCODE, may, must, text, WAREHOUSE_ID } from '@supercargo/imports';

export const warehouses: CsvTable = {
  name: 'warehouses',
  about: 'where goods are kept',
  columns: [
    must('id', WAREHOUSE_ID, 'which warehouse it is'),
    must('name', text(200), 'what people call it'),
    may('country', COUNTRY, 'where it stands'),
    may('locode', LOCODE, 'the place, as the United Nations code it'),
  ],
  key: ['id'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'inventory.warehouse',
  known: ['id'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
