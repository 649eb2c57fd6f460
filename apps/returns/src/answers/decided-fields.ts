import { decimal, untrusted } from '@supercargo/kernel';
import type { ReadBack } from '@supercargo/mcp-kit';
import type { Rma } from '../store/rma-rows.ts';

/** What was decided on a return, read back from the desk. */
export function decidedFields(id: string, rma: Rma | undefined): ReadBack {
  if (rma === undefined) return { rma_id: id, rma_state: 'not found' };
  const { approvedRefund: refund } = rma;
  return {
    rma_id: id,
    rma_state: rma.state,
    customer: untrusted('customer', rma.customerName, 200),
    order_number: rma.orderNumber,
    refund: refund === null ? null : decimal(refund),
    currency: rma.currency,
  };
}

/** What became of the label of a return, read back from the desk. */
export function labelFields(id: string, labelId: string, rma: Rma | undefined): ReadBack {
  if (rma === undefined) return { rma_id: id, rma_state: 'not found', label_id: labelId };
  const label = rma.label?.id === labelId ? rma.label : null;
  return {
    rma_id: id,
    rma_state: rma.state,
    label_id: labelId,
    label_state: label?.state ?? 'another label counts',
    carrier: label?.carrierId ?? null,
    cost: label === null ? null : decimal(label.cost),
    currency: label?.cost.currency ?? null,
  };
}
