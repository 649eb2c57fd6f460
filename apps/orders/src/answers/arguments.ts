import { numbered } from '@supercargo/kernel';
import * as z from 'zod';

export const OrderNumber = numbered('an order number').describe('The order’s number, such as SO-1002.');
export const ShipmentNumber = numbered('a shipment number');
export const CustomerId = numbered('a customer id');

/** A number as it stands in a place: any that the database can hold. */
export const PlaceNumber = numbered('a number');

/** A day as an argument: the calendar's, and none that the database cannot read. */
export const Day = z.iso.date().refine((day) => day >= '1900' && day < '2200', {
  error: 'a date from 1900 to 2199, such as 2026-11-21, is accepted',
});
