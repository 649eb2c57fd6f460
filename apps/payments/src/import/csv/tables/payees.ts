import { COUNTRY, MOMENT, may, must, oneOf, text, type CsvTable, type Reader } from '@supercargo/imports';
import { COST_CENTRE_ID, PAYEE_ID } from './referred.ts';

const ACCOUNT: Reader = {
  accepted: 'an account of 8 to 34 capital letters and digits without spaces, such as an IBAN,',
  read: (said) => (/^[A-Z0-9]{8,34}$/.test(said) ? said : undefined),
};

export const payees: CsvTable = {
  name: 'payees',
  about: 'whom the company pays; another account than before is not paid for three days, and is verified anew',
  columns: [
    must('id', PAYEE_ID, 'which payee it is'),
    must('name', text(200), 'what people call it'),
    may('country', COUNTRY, 'where it is'),
    may('account', ACCOUNT, 'its bank account'),
    may('verified_at', MOMENT, 'when somebody verified the account with the payee', { type: 'timestamptz' }),
    may('verified_by', text(100), 'who did'),
    may('allowed', oneOf(['true', 'false']), 'whether money may go to it at all; a blank is false', {
      ...{ type: 'boolean', blank: 'false' },
    }),
  ],
  key: ['id'],
  together: [['account', 'verified_at', 'verified_by']],
  check: ({ account = null, verified_at: at = null, verified_by: by = null }) => {
    if ((at === null) !== (by === null)) {
      return {
        column: 'verified_by',
        accepted: 'one where there is a verified_at, none where there is none, and nothing else',
      };
    }
    return account === null && at !== null
      ? { column: 'verified_at', accepted: 'a blank where there is no account' }
      : undefined;
  },
  references: [],
  into: 'payments.payee',
  known: ['id'],
  ...{ hasId: false, existing: 'changed', format: 1 },
};

export const costCentres: CsvTable = {
  name: 'cost_centres',
  about: 'what payments are charged to',
  columns: [must('id', COST_CENTRE_ID, 'which cost centre it is'), must('name', text(200), 'what people call it')],
  key: ['id'],
  together: [],
  check: () => undefined,
  references: [],
  into: 'payments.cost_centre',
  known: ['id'],
  ...{ hasId: false, existing: 'changed', format: 1 },
};
