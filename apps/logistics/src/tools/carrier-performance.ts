import { dayOf, Instant, ok, refuse, untrusted, UntrustedText } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { CarrierArgument, CountryArgument, DayArgument, ModeArgument } from '../answers/arguments.ts';
import { PERFORMANCE_FIELDS, performanceFields } from '../answers/performance-fields.ts';
import { periodOf } from '../domain/period.ts';
import { EMPTY_PERIOD, unknownCarrier } from '../domain/refusals.ts';
import { carrierIds, isCarrier } from '../store/carriers.ts';
import { readPerformance } from '../store/performance.ts';

const GROUPS_MAX = 100;

const Group = z.strictObject({
  key: z.string().nullable().describe('the carrier’s id, the mode or the country; null: not recorded'),
  name: UntrustedText.nullable().describe('the carrier’s name'),
  ...PERFORMANCE_FIELDS,
});

export const carrierPerformance = defineReadTool({
  name: 'carrier_performance',
  title: 'Carrier performance',
  description:
    'How deliveries of a period went, by carrier, mode or country, the most punctual first: on time, in full, average delay and cost of a kilogram, each with its sample.',
  scopes: ['logistics:read'],
  input: z.strictObject({
    by: z
      .enum(['carrier', 'mode', 'country'])
      .default('carrier')
      .describe('What they are grouped by; carrier when left out.'),
    since: DayArgument.optional().describe(
      'Delivered from this day on, such as 2026-01-01; a year before until when left out.',
    ),
    until: DayArgument.optional().describe('Delivered until this day; today when left out.'),
    carrier: CarrierArgument.optional().describe('Only shipments of this carrier, by its id, such as CAR-BLUE.'),
    mode: ModeArgument.optional().describe('Only shipments by this mode: air, sea, road, rail.'),
    country: CountryArgument.optional().describe('Only shipments to this country, by its ISO 3166 code, such as DE.'),
  }),
  output: z.strictObject({
    groups: z.array(Group).describe(`${GROUPS_MAX.toString()} at most`),
    total: z.int().describe('groups in all'),
    since: z.iso.date(),
    until: z.iso.date(),
    as_of: Instant,
  }),
  async read({ by, since, until, carrier, mode, country }, { tx, clock }) {
    const at = clock();
    const period = periodOf(since, until, dayOf(at));
    if (period === null) return refuse(EMPTY_PERIOD);
    const filter = {
      ...{ by, ...period, carrierId: carrier ?? null, mode: mode ?? null, country: country ?? null },
      ...{ origin: null, destination: null },
    };
    const [isKnown, { groups, total }] = await Promise.all([
      carrier === undefined || isCarrier(tx, carrier),
      readPerformance(tx, filter, GROUPS_MAX),
    ]);
    if (!isKnown) return refuse(unknownCarrier(await carrierIds(tx)));
    return ok({
      groups: groups.map((group) => ({
        key: group.key,
        name: group.name === null ? null : untrusted('carrier', group.name, 200),
        ...performanceFields(group),
      })),
      total,
      ...period,
      as_of: at.toISOString(),
    });
  },
});
