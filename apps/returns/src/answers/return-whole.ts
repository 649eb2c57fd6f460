import { Instant, toWire, UntrustedText, untrusted, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { LABEL_STATES } from '../domain/label.ts';
import type { Label, Rma } from '../store/rma-rows.ts';
import { LineField, lineField, RETURN_FIELDS, returnFields } from './return-fields.ts';

const WORDS_MAX = 2_000;

const LabelField = z.strictObject({
  label_id: z.uuid(),
  state: z.enum(LABEL_STATES),
  carrier: z.strictObject({ id: z.string(), name: UntrustedText }),
  cost: WireMoney,
  tracking: UntrustedText.nullable().describe('the carrier’s number; null: it did not tell one yet'),
  issued_at: Instant,
});

function labelField(label: Label): z.input<typeof LabelField> {
  return {
    label_id: label.id,
    state: label.state,
    carrier: { id: label.carrierId, name: untrusted('carrier', label.carrierName, 200) },
    cost: toWire(label.cost),
    tracking: label.tracking === null ? null : untrusted('carrier', label.tracking, 64),
    issued_at: label.issuedAt.toISOString(),
  };
}

/** A return with all that the desk knows about it. */
export const WholeReturn = z.strictObject({
  ...RETURN_FIELDS,
  lines: z.array(LineField),
  ordered_on: z.iso.date().nullable(),
  delivered_on: z.iso.date().nullable(),
  history: z.strictObject({
    others_of_customer: z.int().describe('other returns of the customer in the 180 days before it, counted up to 100'),
    others_of_order: z.array(z.string()).describe('other returns of the same order, at most 5'),
  }),
  decided_at: Instant.nullable(),
  rejected_because: UntrustedText.nullable().describe('the desk’s words to the customer'),
  refund: z
    .strictObject({
      amount: WireMoney,
      handed_to_payments: z.boolean().describe('whether our approval asked payments for it; they decide and pay it'),
    })
    .nullable()
    .describe('as approved; whether it was paid is known at payments'),
  label: LabelField.nullable().describe('the one that counts, else the one voided last'),
  received_at: Instant.nullable(),
  closed_at: Instant.nullable(),
  as_of: Instant,
});

export function wholeReturn(rma: Rma, at: Date): z.input<typeof WholeReturn> {
  const { approvedRefund, rejectedBecause, label } = rma;
  return {
    ...returnFields(rma, at, WORDS_MAX),
    lines: rma.lines.map(lineField),
    ordered_on: rma.orderedOn,
    delivered_on: rma.deliveredOn,
    history: { others_of_customer: rma.othersOfCustomer, others_of_order: [...rma.othersOfOrder] },
    decided_at: rma.decidedAt?.toISOString() ?? null,
    rejected_because: rejectedBecause === null ? null : untrusted('returns desk', rejectedBecause),
    refund:
      approvedRefund === null
        ? null
        : { amount: toWire(approvedRefund), handed_to_payments: rma.isDecidedHere && approvedRefund.minor > 0n },
    label: label === null ? null : labelField(label),
    received_at: rma.receivedAt?.toISOString() ?? null,
    closed_at: rma.closedAt?.toISOString() ?? null,
    as_of: at.toISOString(),
  };
}
