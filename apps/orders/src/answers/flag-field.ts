import { Instant, UntrustedText, untrusted } from '@supercargo/kernel';
import type { ReadBack } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { FLAG_KINDS, FLAG_SEVERITIES, FLAG_STATES } from '../domain/flag.ts';
import type { Flag } from '../store/flags.ts';

/** A flag as answers show it. */
export const FlagField = z.strictObject({
  flag_id: z.uuid(),
  kind: z.enum(FLAG_KINDS),
  severity: z.enum(FLAG_SEVERITIES),
  state: z.enum(FLAG_STATES),
  note: UntrustedText.nullable(),
  shipment_id: z.string().nullable().describe('of a late shipment: its number at logistics'),
  expected_on: z.iso.date().nullable().describe('when logistics last expected that shipment; null: not known'),
  days_late: z.int().nullable().describe('as logistics last said'),
  raised_at: Instant,
  raised_by: z.enum(['request', 'event']).describe('event: logistics said that a shipment is late'),
  cleared_at: Instant.nullable(),
});

export function flagField(flag: Flag): z.input<typeof FlagField> {
  return {
    ...{ flag_id: flag.id, kind: flag.kind, severity: flag.severity, state: flag.state },
    note: flag.note === null ? null : untrusted(flag.raisedBy === 'event' ? 'logistics' : 'flag', flag.note),
    ...{ shipment_id: flag.shipmentNumber, expected_on: flag.expectedOn, days_late: flag.daysLate },
    ...{ raised_at: flag.raisedAt.toISOString(), raised_by: flag.raisedBy },
    cleared_at: flag.clearedAt?.toISOString() ?? null,
  };
}

/** What became of a flag, read back. */
export function flaggedFields(id: string, flag: Flag | undefined): ReadBack {
  if (flag === undefined) return { flag_id: id, flag_state: 'not found' };
  return {
    ...{ flag_id: id, flag_state: flag.state, order: flag.order, kind: flag.kind, severity: flag.severity },
    shipment_id: flag.shipmentNumber,
  };
}
