import { idIn, idOf } from '@supercargo/imports';

export const PAYEE_ID = idOf('a payee', 'SUP-FINCA');
export const COST_CENTRE_ID = idOf('a cost centre', 'CC-ROAST');
export const ORDER_NUMBER = idOf('an order', 'PO-7002');

export const PAYEE = idIn('payments.payee', 'a payee', 'payees');
export const COST_CENTRE = idIn('payments.cost_centre', 'a cost centre', 'cost_centres');
