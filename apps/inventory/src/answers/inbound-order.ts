import { UntrustedText, untrusted } from '@supercargo/kernel';
import * as z from 'zod';
import type { InboundOrder } from '../store/inbound.ts';

/** An open order as a forecast counts it, or does not. */
export const InboundOrderField = z.strictObject({
  purchase_order_id: z.uuid(),
  number: UntrustedText.nullable().describe('the warehouse system’s own number, of an order that was imported'),
  warehouse: z.string(),
  quantity: z.int(),
  expected_on: z.iso.date().nullable(),
  overdue: z.boolean(),
  counted: z.boolean().describe('whether the projection counts it: expected within the horizon and not overdue'),
});

export function inboundOrderField(
  { id, number, warehouseId, quantity, expectedOn }: InboundOrder,
  today: string,
  horizonEndsOn: string,
): z.input<typeof InboundOrderField> {
  return {
    purchase_order_id: id,
    number: number === null ? null : untrusted('warehouse system', number, 64),
    ...{ warehouse: warehouseId, quantity, expected_on: expectedOn },
    overdue: expectedOn !== null && expectedOn < today,
    counted: expectedOn !== null && expectedOn >= today && expectedOn <= horizonEndsOn,
  };
}
