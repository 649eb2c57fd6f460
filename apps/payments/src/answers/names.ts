import { numbered, plainId } from '@supercargo/kernel';

/** An invoice's number here, such as `INV-7002`; the payee's own number stands beside it. */
export const InvoiceId = numbered('an invoice id');
/** A payment's number, such as `PAY-0F3A12B4C5D6`. */
export const PaymentId = numbered('a payment id');
/** The number of an order, here or in another system, such as `PO-7002` or `SO-1003`. */
export const OrderNumber = numbered('an order number');
/** A customer's payment, such as `CP-4004`. */
export const CustomerPaymentId = numbered('the id of a customer’s payment');
/** The number of a return in another system, such as `RMA-3002`. */
export const ReturnId = numbered('the number of a return');
/** A cost centre's id, such as `CC-ROAST`. */
export const CostCentreId = numbered('a cost centre id');
/** A payee's id, such as `SUP-FINCA`. */
export const PayeeId = plainId('a payee id', 64);
