import { idOf, type Referred } from '@supercargo/imports';

export const PAYEE_ID = idOf('a payee', 'SUP-FINCA');
export const COST_CENTRE_ID = idOf('a cost centre', 'CC-ROAST');
export const ORDER_NUMBER = idOf('an order', 'PO-7002');

export const PAYEE: Referred = {
  table: 'payments.payee',
  by: 'id',
  accepted: 'the id of a payee that is there; import payees first',
};

export const COST_CENTRE: Referred = {
  table: 'payments.cost_centre',
  by: 'id',
  accepted: 'the id of a cost centre that is there; import cost_centres first',
};
