import { idOf, must, text, type CsvTable } from '@supercargo/imports';

export const customers: CsvTable = {
  name: 'customers',
  about: 'who sends goods back',
  columns: [
    must('id', idOf('a customer', 'CUS-CARLA'), 'the id that the other system gave'),
    must('name', text(200), 'as people know them'),
  ],
  key: ['id'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'returns.customer',
  known: ['id'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
