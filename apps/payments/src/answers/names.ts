import * as z from 'zod';

const BUSINESS_NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

function number(what: string): z.ZodString {
  return z
    .string()
    .min(1)
    .max(64)
    .regex(BUSINESS_NUMBER, { error: `${what} of letters, digits and . _ / - is accepted` });
}

/** An invoice's number here, such as `INV-7002`; the payee's own number stands beside it. */
export const InvoiceId = number('an invoice id');
/** A payment's number, such as `PAY-0F3A12B4C5D6`. */
export const PaymentId = number('a payment id');
/** The number of an order, here or in another system, such as `PO-7002` or `SO-1003`. */
export const OrderNumber = number('an order number');
/** A customer's payment, such as `CP-4004`. */
export const CustomerPaymentId = number('the id of a customer’s payment');
/** The number of a return in another system, such as `RMA-3002`. */
export const ReturnId = number('the number of a return');
/** A cost centre's id, such as `CC-ROAST`. */
export const CostCentreId = number('a cost centre id');
/** A payee's id, such as `SUP-FINCA`. */
export const PayeeId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: 'a payee id of letters, digits and . _ - is accepted' });
