import { amountIn, CURRENCY, idOf, must, oneOf, whole, type CsvTable, type Reader } from '@supercargo/imports';
import { REASONS } from '../../../domain/rma.ts';

/** A share in per cent, kept in hundredths of one. */
const PERCENT: Reader = {
  accepted: 'a share in per cent from 0 to 100 with a point and at most two decimals, such as 12.5,',
  read: (said) => {
    const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(said);
    if (match === null) return undefined;
    const hundredths = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
    return hundredths > 10_000 ? undefined : hundredths.toString();
  },
};

export const policy: CsvTable = {
  name: 'return_policy',
  about: 'what the company promises to whoever sends goods back',
  columns: [
    must('reason', oneOf(REASONS), 'why goods come back'),
    must('category', idOf('a category', 'machines'), 'which goods; any: all that no other line of the reason names'),
    must('window_days', whole(0n, 3_650n), 'how many days after delivery it may be asked for', { type: 'integer' }),
    must('restocking_percent', PERCENT, 'of the value, kept back', { into: 'restocking_bp', type: 'integer' }),
    must('currency', CURRENCY, 'of the limit'),
    must('limit', amountIn('currency'), 'above which value a return is looked at more closely', {
      ...{ into: 'limit_minor', type: 'bigint' },
    }),
  ],
  key: ['reason', 'category'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'returns.return_policy',
  known: ['reason', 'category'],
  hasId: false,
  existing: 'changed',
  format: 1,
};
