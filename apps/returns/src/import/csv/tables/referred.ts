import { idIn, type Referred } from '@supercargo/imports';

export const CUSTOMER = idIn('returns.customer', 'a customer', 'customers');
export const RETURN: Referred = {
  ...{ table: 'returns.rma', by: 'id' },
  accepted: 'the number of a return that is there; import returns first',
};
