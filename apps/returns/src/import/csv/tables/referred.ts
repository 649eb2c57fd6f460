import type { Referred } from '@supercargo/imports';

export const CUSTOMER: Referred = {
  ...{ table: 'returns.customer', by: 'id' },
  accepted: 'the id of a customer that is there; import customers first',
};

export const RETURN: Referred = {
  ...{ table: 'returns.rma', by: 'id' },
  accepted: 'the number of a return that is there; import returns first',
};
