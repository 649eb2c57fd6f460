import { idOf, must, text, type CsvTable } from '@supercargo/imports';

export const CUSTOMER_ID = idOf('a customer', 'CUS-0003');

export const customers: CsvTable = {
  name: 'customers',
  about: 'who orders from the company',
  columns: [must('id', CUSTOMER_ID, 'which customer it is'), must('name', text(200), 'what people call them')],
  key: ['id'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'orders.customer',
  known: ['id'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
