import { toWire, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { share, tenth } from '../domain/shares.ts';
import type { Performance } from '../store/performance.ts';

// How deliveries are judged, in the same words wherever they are.

export const PERFORMANCE_FIELDS = {
  delivered: z.int().describe('shipments delivered in the period'),
  measured: z
    .int()
    .describe('of those, the ones with a promised day: the sample of on_time_percent and average_days_late'),
  on_time_percent: z.number().nullable().describe('delivered by the promised day, of the measured ones; null: none is'),
  average_days_late: z.number().nullable().describe('of the measured ones, 0 for what came in time'),
  most_days_late: z.int().nullable(),
  in_full_percent: z.number().nullable().describe('of in_full_sample; null: nobody recorded it'),
  in_full_sample: z.int(),
  cost_per_kg: WireMoney.nullable().describe(
    'freight by weight over cost_sample, in the company’s currency; null: not recorded',
  ),
  cost_sample: z.int().describe('shipments with a recorded weight and freight in the company’s currency'),
};

type Fields = z.input<z.ZodObject<typeof PERFORMANCE_FIELDS>>;

export function performanceFields(group: Performance): Fields {
  return {
    ...{ delivered: group.delivered, measured: group.measured },
    on_time_percent: share(group.onTime, group.measured),
    average_days_late: group.averageDaysLate === null ? null : tenth(group.averageDaysLate),
    most_days_late: group.mostDaysLate,
    in_full_percent: share(group.inFull, group.fullMeasured),
    in_full_sample: group.fullMeasured,
    cost_per_kg: group.costPerKg === null ? null : toWire(group.costPerKg),
    cost_sample: group.priced,
  };
}

/** Of a carrier that offers the lane and never delivered on it in the period. */
export const NOTHING_DELIVERED: Fields = {
  ...{ delivered: 0, measured: 0, on_time_percent: null, average_days_late: null, most_days_late: null },
  ...{ in_full_percent: null, in_full_sample: 0, cost_per_kg: null, cost_sample: 0 },
};
