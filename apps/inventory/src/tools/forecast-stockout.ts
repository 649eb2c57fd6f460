import { addDays, dayOf, Instant, ok, refuse, Sku, untrusted, UntrustedText, WarehouseId } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { refusalOfFilters } from '../answers/filters.ts';
import { InboundOrderField, inboundOrderField } from '../answers/inbound-order.ts';
import {
  DailyUseField,
  roundedOrNull,
  STOCK_FIELDS,
  stockFields,
  TooLateField,
  useField,
} from '../answers/item-fields.ts';
import { daysOfCover } from '../domain/daily-use.ts';
import { horizonOf } from '../domain/forecast.ts';
import { forecastItem, METHOD, uncertaintyOf } from '../domain/forecast-words.ts';
import { UNKNOWN_SKU } from '../domain/refusals.ts';
import { inboundOrders, readInbound } from '../store/inbound.ts';
import { readItem } from '../store/items.ts';
import { stockOfItem, sumOfLines } from '../store/stock.ts';
import { readUse } from '../store/use.ts';

const ORDERS_MAX = 50;
const Day = z.iso.date();

export const forecastStockout = defineReadTool({
  name: 'forecast_stockout',
  title: 'Forecast a stockout',
  description:
    'When one item runs out at its use of late and with its open orders, the day to order by, and how sure that is. Says method and inputs; where nothing can be said, why.',
  scopes: ['inventory:read'],
  input: z.strictObject({
    sku: Sku.describe('The item’s SKU, such as COF-1KG.'),
    warehouse: WarehouseId.optional().describe(
      'Only the stock, use and orders of this warehouse, such as HAM-1; all of them when left out.',
    ),
    horizon_days: z
      .int()
      .min(1)
      .max(365)
      .default(90)
      .describe('How many days to look ahead, 1 to 365; 90 when left out. Never less than the lead time and 30 days.'),
  }),
  output: z.strictObject({
    sku: z.string(),
    description: UntrustedText,
    unit: z.string(),
    warehouse: z.string().nullable().describe('null: all warehouses'),
    ...STOCK_FIELDS,
    daily_use: DailyUseField,
    days_of_cover: z.number().nullable().describe('available divided by daily use; null: use is none or unknown'),
    inbound: z
      .array(InboundOrderField)
      .describe(`open orders, the first expected first, at most ${ORDERS_MAX.toString()}`),
    inbound_units: z
      .strictObject({ counted: z.int(), overdue: z.int(), undated: z.int() })
      .describe('of all open orders'),
    stockout: z
      .strictObject({ expected_on: Day.nullable(), earliest_on: Day, latest_on: Day.nullable() })
      .nullable()
      .describe(
        'A date that is null is beyond the horizon; null as a whole: why says what is not known, or that it lasts',
      ),
    lead_time_days: z.int().nullable(),
    order_by: Day.nullable().describe(
      'the last day on which an order comes before the expected stockout; null: none expected, unknown, or past',
    ),
    too_late: TooLateField,
    why: z.string(),
    method: z.string(),
    uncertainty: z.string(),
    horizon_days: z.int().describe('how far ahead it looked'),
    horizon_ends_on: Day,
    as_of: Instant,
  }),
  async read({ sku, warehouse, horizon_days: askedDays }, { tx, clock }) {
    const at = clock();
    const today = dayOf(at);
    const where = warehouse ?? null;
    const [item, refusal, lines, observed, inbound, orders] = await Promise.all([
      readItem(tx, sku),
      refusalOfFilters(tx, { warehouse }),
      stockOfItem(tx, sku, where),
      readUse(tx, sku, where, at),
      readInbound(tx, sku, where, { today, horizonDays: askedDays }),
      inboundOrders(tx, sku, where, ORDERS_MAX),
    ]);
    if (item === undefined) return refuse(UNKNOWN_SKU);
    if (refusal !== undefined) return refuse(refusal);
    const stock = sumOfLines(lines);
    const available = stock === null ? null : stock.onHand - stock.allocated;
    const horizonDays = horizonOf(askedDays, item.leadTimeDays);
    const horizonEndsOn = addDays(today, horizonDays);
    const { use, lastMovementAt } = observed;
    const facts = { today, available, use, inbound: inbound.due, horizonDays, leadTimeDays: item.leadTimeDays };
    const { stockout, orderBy, tooLate, why } = forecastItem(facts);
    return ok({
      ...{ sku: item.sku, description: untrusted('supplier', item.description), unit: item.unit, warehouse: where },
      ...stockFields(stock),
      daily_use: useField(observed),
      days_of_cover: available === null ? null : roundedOrNull(daysOfCover(available, use)),
      inbound: orders.map((order) => inboundOrderField(order, today, horizonEndsOn)),
      inbound_units: {
        counted: inbound.due.reduce((sum, { quantity }) => sum + quantity, 0),
        ...{ overdue: inbound.overdue, undated: inbound.undated },
      },
      stockout:
        stockout === null
          ? null
          : { expected_on: stockout.expectedOn, earliest_on: stockout.earliestOn, latest_on: stockout.latestOn },
      ...{ lead_time_days: item.leadTimeDays, order_by: orderBy, too_late: tooLate, why, method: METHOD },
      uncertainty: uncertaintyOf(today, stock?.recordedAt ?? null, lastMovementAt),
      ...{ horizon_days: horizonDays, horizon_ends_on: horizonEndsOn, as_of: at.toISOString() },
    });
  },
});
