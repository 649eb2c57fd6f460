import { dayOf, Instant, ok, refuse, toWire, untrusted, UntrustedText, WireMoney } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { CountryArgument, DayArgument, ModeArgument, PlaceArgument } from '../answers/arguments.ts';
import { NOTHING_DELIVERED, PERFORMANCE_FIELDS, performanceFields } from '../answers/performance-fields.ts';
import { periodOf } from '../domain/period.ts';
import { EMPTY_PERIOD, NO_LANE } from '../domain/refusals.ts';
import { MODES, type Mode } from '../domain/shipment.ts';
import { readPerformance, type Performance } from '../store/performance.ts';
import { routesOnLane, type Route } from '../store/routes.ts';

const CARRIERS_MAX = 50;

const Offered = z.strictObject({
  route: z.string(),
  mode: z.enum(MODES),
  transit_days: z.int(),
  cost_per_kg: WireMoney,
});

const Compared = z.strictObject({
  carrier: z.string().nullable().describe('null: whoever carried it was not recorded'),
  name: UntrustedText.nullable(),
  ...PERFORMANCE_FIELDS,
  routes: z
    .array(Offered)
    .describe('what the carrier offers on the lane now, the quickest first; for reroute_shipment'),
});

/** Carriers with a history, and those that only offer the lane after them. */
function compared(groups: readonly Performance[], routes: readonly Route[]): z.input<typeof Compared>[] {
  const offeredBy = (carrierId: string | null): z.input<typeof Offered>[] =>
    routes
      .filter((route) => route.carrierId === carrierId)
      .map(({ id, mode, transitDays, costPerKg }) => ({
        ...{ route: id, mode, transit_days: transitDays, cost_per_kg: toWire(costPerKg) },
      }));
  const known = new Set(groups.map(({ key }) => key));
  const others = new Map(
    routes.filter(({ carrierId }) => !known.has(carrierId)).map((route) => [route.carrierId, route]),
  );
  return [
    ...groups.map((group) => ({
      carrier: group.key,
      name: group.name === null ? null : untrusted('carrier', group.name, 200),
      ...performanceFields(group),
      routes: offeredBy(group.key),
    })),
    ...[...others.values()].map(({ carrierId, carrierName }) => ({
      ...{ carrier: carrierId, name: untrusted('carrier', carrierName, 200), ...NOTHING_DELIVERED },
      routes: offeredBy(carrierId),
    })),
  ];
}

export const compareCarriers = defineReadTool({
  name: 'compare_carriers',
  title: 'Compare carriers',
  description:
    'Carriers of one lane, or to one country, by what they delivered: on time, in full, average delay and cost of a kilogram, each with its sample, the most punctual first; on a lane with the routes they offer now.',
  scopes: ['logistics:read'],
  input: z.strictObject({
    origin: PlaceArgument.optional().describe('Where from, by its UN/LOCODE, such as BRSSZ; with destination.'),
    destination: PlaceArgument.optional().describe('Where to, by its UN/LOCODE, such as DEHAM; with origin.'),
    country: CountryArgument.optional().describe('Shipments to this country, by its ISO 3166 code, such as DE.'),
    mode: ModeArgument.optional().describe('Only by this mode: air, sea, road, rail.'),
    since: DayArgument.optional().describe('Delivered from this day on; a year before today when left out.'),
  }),
  output: z.strictObject({
    carriers: z.array(Compared),
    total: z.int().describe('carriers with deliveries in the period'),
    since: z.iso.date(),
    as_of: Instant,
  }),
  async read({ origin, destination, country, mode, since }, { tx, clock }) {
    const at = clock();
    const isLane = origin !== undefined && destination !== undefined;
    if ((origin === undefined) !== (destination === undefined) || (!isLane && country === undefined)) {
      return refuse(NO_LANE);
    }
    const period = periodOf(since, undefined, dayOf(at));
    if (period === null) return refuse(EMPTY_PERIOD);
    const isAsked = (asked: Mode | undefined, { mode: of }: Route): boolean => asked === undefined || asked === of;
    const filter = {
      ...{ by: 'carrier' as const, ...period, carrierId: null, mode: mode ?? null, country: country ?? null },
      ...{ origin: origin ?? null, destination: destination ?? null },
    };
    const [{ groups, total }, routes] = await Promise.all([
      readPerformance(tx, filter, CARRIERS_MAX),
      isLane ? routesOnLane(tx, origin, destination, CARRIERS_MAX) : [],
    ]);
    const offered = routes.filter((route) => isAsked(mode, route));
    return ok({ carriers: compared(groups, offered), total, since: period.since, as_of: at.toISOString() });
  },
});
