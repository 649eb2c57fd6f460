import { daysBetween, toWire, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { isOverdue, ORDER_STATES } from '../domain/order.ts';
import type { OwnOrder } from '../store/own/orders.ts';

/** What customers are told of an order of theirs: nothing that is for ourselves, such as flags, projects and places. */
export const OWN_ORDER_FIELDS = {
  order: z.string(),
  state: z.enum(ORDER_STATES),
  placed_on: z.iso.date().nullable(),
  promised_on: z.iso.date().nullable(),
  delivered_on: z.iso.date().nullable(),
  overdue: z.boolean().describe('not delivered, not cancelled, and promised before today'),
  days_late: z.int().nullable().describe('of an overdue order until today; null: it is not overdue'),
  value: WireMoney.nullable().describe('null: not recorded, which is not zero'),
  shipment_id: z.string().nullable().describe('what carries it, as track_my_shipment of Logistics takes it'),
  lines: z.int().describe('how many lines it has'),
};

export function ownOrderFields(order: OwnOrder, today: string): z.input<z.ZodObject<typeof OWN_ORDER_FIELDS>> {
  const { number, state, placedOn, promisedOn, deliveredOn, value, shipmentNumber, lines } = order;
  const overdue = isOverdue(state, promisedOn, today);
  return {
    ...{ order: number, state, placed_on: placedOn, promised_on: promisedOn, delivered_on: deliveredOn, overdue },
    days_late: overdue && promisedOn !== null ? daysBetween(promisedOn, today) : null,
    ...{ value: value === null ? null : toWire(value), shipment_id: shipmentNumber, lines },
  };
}
