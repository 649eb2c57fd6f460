import { daysBetween, toWire, untrusted, UntrustedText, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { isOverdue, ORDER_KINDS, ORDER_STATES } from '../domain/order.ts';
import type { Order } from '../store/orders.ts';

// What every answer about an order says in the same words.

export const ORDER_FIELDS = {
  order: z.string(),
  kind: z.enum(ORDER_KINDS).describe('sale: of a customer; purchase: to a vendor; stock: out of a place of ours'),
  state: z.enum(ORDER_STATES),
  customer: z.strictObject({ id: z.string(), name: UntrustedText }).nullable(),
  vendor: UntrustedText.nullable(),
  place: z.string().nullable(),
  placed_on: z.iso.date().nullable(),
  promised_on: z.iso.date().nullable(),
  delivered_on: z.iso.date().nullable(),
  overdue: z.boolean().describe('not delivered, not cancelled, and promised before today'),
  days_late: z
    .int()
    .nullable()
    .describe('of an overdue order until today, of a delivered one until its delivery; null: neither, or not late'),
  value: WireMoney.nullable().describe('null: not recorded, which is not zero'),
  project: z.string().nullable(),
  country: z.string().nullable(),
  shipment_id: z
    .string()
    .nullable()
    .describe('what carries the order, or what is in no part of it: its number at logistics'),
  lines: z.int().describe('how many lines it has'),
  flags_open: z.int(),
};

/** How late it is or was; null where it is not. */
function daysLate({ state, promisedOn, deliveredOn }: Order, today: string): number | null {
  if (promisedOn === null) return null;
  const until = isOverdue(state, promisedOn, today) ? today : deliveredOn;
  const days = until === null ? 0 : daysBetween(promisedOn, until);
  return days > 0 ? days : null;
}

export function orderFields(order: Order, today: string): z.input<z.ZodObject<typeof ORDER_FIELDS>> {
  const { customerId, customerName, vendor } = order;
  return {
    ...{ order: order.number, kind: order.kind, state: order.state },
    customer:
      customerId === null ? null : { id: customerId, name: untrusted('customer', customerName ?? customerId, 200) },
    vendor: vendor === null ? null : untrusted('vendor', vendor, 200),
    place: order.place,
    ...{ placed_on: order.placedOn, promised_on: order.promisedOn, delivered_on: order.deliveredOn },
    overdue: isOverdue(order.state, order.promisedOn, today),
    days_late: daysLate(order, today),
    value: order.value === null ? null : toWire(order.value),
    ...{ project: order.project, country: order.country, shipment_id: order.shipmentNumber },
    ...{ lines: order.lines, flags_open: order.flagsOpen },
  };
}
