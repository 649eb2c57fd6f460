import * as z from 'zod';

/** A number or an id as the systems around us give them: letters, digits and . _ / -, so that it reads like nothing else. */
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

function numbered(what: string): z.ZodString {
  return z
    .string()
    .min(1)
    .max(64)
    .regex(NUMBER, { error: `${what} of letters, digits and . _ / - is accepted` });
}

/** No character that nobody sees. Kept out of the published schema: not every host's patterns know these classes. */
export function isVisible(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}

export const OrderNumber = numbered('an order number').describe('The order’s number, such as SO-1002.');
export const ShipmentNumber = numbered('a shipment number');
export const CustomerId = numbered('a customer id');

/** A number as it stands in a place: any that the database can hold. */
export const PlaceNumber = numbered('a number');

/** The argument that bounds a page of long lines. */
export const LimitArgument = z
  .int()
  .min(1)
  .max(50)
  .default(20)
  .describe('At most this many, 1 to 50; 20 when left out.');

/** A day as an argument: the calendar's, and none that the database cannot read. */
export const Day = z.iso.date().refine((day) => day >= '1900' && day < '2200', {
  error: 'a date from 1900 to 2199, such as 2026-11-21, is accepted',
});
