import { dayOf, Instant, ok, refuse } from '@supercargo/kernel';
import {
  CursorArgument,
  cursorOf,
  defineReadTool,
  LongLinesLimitArgument,
  pageOf,
  readCursor,
  UNKNOWN_CURSOR,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { CarrierArgument, CountryArgument, DayArgument, ModeArgument } from '../answers/arguments.ts';
import { NextStepField, nextStepField, SHIPMENT_FIELDS, shipmentFields } from '../answers/shipment-fields.ts';
import { unknownCarrier } from '../domain/refusals.ts';
import { carrierIds, isCarrier } from '../store/carriers.ts';
import { listDelayed } from '../store/delayed.ts';

/** The day by which the first page counted, how late its last row was, and which it was. */
const Place = z.tuple([
  DayArgument,
  z.string().regex(/^[1-9]\d{0,5}$/),
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[!-~]+$/),
]);

const Row = z.strictObject({
  ...SHIPMENT_FIELDS,
  days_late: z.int().describe('after the promised day: until it was delivered, or until today'),
  next_step: NextStepField,
});

export const listDelayedShipments = defineReadTool({
  name: 'list_delayed_shipments',
  title: 'List delayed shipments',
  description:
    'Shipments past their promised day, the latest first, each counted once by its ASN or DN: by how much, why, which orders and what value wait for it, and the call that would do most about it.',
  scopes: ['logistics:read'],
  input: z.strictObject({
    status: z
      .enum(['open', 'delivered', 'all'])
      .default('open')
      .describe('open: not delivered and past the promised day, when left out; delivered: after it; all: both.'),
    carrier: CarrierArgument.optional().describe('Only shipments of this carrier, by its id, such as CAR-BLUE.'),
    country: CountryArgument.optional().describe('Only shipments to this country, by its ISO 3166 code, such as DE.'),
    mode: ModeArgument.optional().describe('Only shipments by this mode: air, sea, road, rail.'),
    min_days_late: z.int().min(1).max(3_650).default(1).describe('Only shipments that are at least this late, days.'),
    limit: LongLinesLimitArgument,
    cursor: CursorArgument,
  }),
  output: z.strictObject({
    shipments: z.array(Row),
    total: z.int().describe('all that fit, over all pages'),
    total_open: z.int(),
    total_delivered: z.int(),
    next_cursor: z.string().nullable(),
    as_of: Instant,
  }),
  async read({ status, carrier, country, mode, min_days_late: daysLateMin, limit, cursor }, { tx, clock }) {
    const after = readCursor('list_delayed_shipments', Place, cursor);
    if (after === undefined) return refuse(UNKNOWN_CURSOR);
    const at = clock();
    // All pages of one list count by the day of its first, so that midnight neither skips a row nor says it twice.
    const today = after?.[0] ?? dayOf(at);
    const filter = {
      ...{ today, open: status !== 'delivered', delivered: status !== 'open', daysLateMin },
      ...{ carrierId: carrier ?? null, country: country ?? null, mode: mode ?? null },
    };
    const [isKnown, { rows, open, delivered }] = await Promise.all([
      carrier === undefined || isCarrier(tx, carrier),
      listDelayed(tx, filter, {
        after: after === null ? null : { daysLate: Number(after[1]), id: after[2] },
        limit: limit + 1,
      }),
    ]);
    if (!isKnown) return refuse(unknownCarrier(await carrierIds(tx)));
    const { page, endsAt } = pageOf(rows, limit);
    return ok({
      shipments: page.map(({ shipment, daysLate }) => ({
        ...shipmentFields(shipment),
        days_late: daysLate,
        next_step: nextStepField(shipment, today),
      })),
      total: open + delivered,
      ...{ total_open: open, total_delivered: delivered },
      next_cursor:
        endsAt === null
          ? null
          : cursorOf('list_delayed_shipments', [today, endsAt.daysLate.toString(), endsAt.shipment.id]),
      as_of: at.toISOString(),
    });
  },
});
