import * as z from 'zod';
import type { Host } from '../host/connect-host.ts';
import { parsed } from './answers.ts';

const Forecast = z.object({
  unit: z.string(),
  available: z.int().nullable(),
  daily_use: z.object({ mean: z.number(), days_observed: z.int() }).nullable(),
  inbound: z.array(z.object({ purchase_order_id: z.string(), expected_on: z.string().nullable() })),
  stockout: z
    .object({ expected_on: z.string().nullable(), earliest_on: z.string(), latest_on: z.string().nullable() })
    .nullable(),
  lead_time_days: z.int().nullable(),
  why: z.string(),
  method: z.string(),
  uncertainty: z.string(),
  horizon_ends_on: z.string(),
});
export type Forecast = z.infer<typeof Forecast>;

export async function forecastOf(host: Host, sku: string): Promise<Forecast> {
  return parsed(Forecast, await host.call('forecast_stockout', { sku }), 'forecast_stockout');
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.;]?$/, '.')}`;
const firstSentence = (text: string): string => `${text.split('. ')[0] ?? text}.`;

/** When it runs out, how that was found and how sure it is; the server's words, its first sentence of each. */
export function forecastLines({ why, method, uncertainty, stockout }: Forecast): readonly string[] {
  const said = why.split('; ').map(sentence);
  return stockout === null
    ? said
    : [...said, `Method: ${firstSentence(method)}`, `Uncertainty: ${firstSentence(uncertainty)}`];
}

/** What an order changed about it. It cannot prevent a stockout that comes before the goods do, and then says so. */
export function forecastAgain(before: Forecast, now: Forecast, orderId: string): string {
  const was = before.stockout?.expected_on ?? null;
  const is = now.stockout?.expected_on ?? null;
  const comes = now.inbound.find(({ purchase_order_id: id }) => id === orderId)?.expected_on ?? null;
  if (now.available === null) return `Forecast again: ${now.why}`;
  if (is === null) return `Forecast again: it now lasts beyond ${now.horizon_ends_on}.`;
  if (is !== was) return `Forecast again: the stockout moved from ${was ?? 'beyond the horizon'} to ${is}.`;
  const until =
    comes === null ? '' : ` Nothing comes before ${comes}: that order ends the stockout, no order prevents it.`;
  return `Forecast again: it still runs out on ${is}.${until}`;
}
