import { amountIn, CURRENCY, idOf, must, text, type CsvTable } from '@supercargo/imports';

export const carriers: CsvTable = {
  name: 'label_carriers',
  about: 'who carries goods back, and what a label of theirs costs',
  columns: [
    must('id', idOf('a carrier', 'CAR-SWIFT'), 'the id that the other system gave'),
    must('name', text(200), 'as people know them'),
    must('currency', CURRENCY, 'of the price'),
    must('label_price', amountIn('currency'), 'of one label', { into: 'label_minor', type: 'bigint' }),
  ],
  key: ['id'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'returns.carrier',
  known: ['id'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
