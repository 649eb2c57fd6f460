import { DELIVERED } from './delivered.ts';
import { endedPlots } from './ended.ts';
import { LATE_SHIPMENT } from './late-shipment.ts';
import type { Plot, Transport } from './plot.ts';
import { RECEIPT } from './receipt.ts';
import { REFUND, REFUND_ASKED } from './refund.ts';
import { RELEASE, RELEASE_UNKNOWN } from './release.ts';
import { INVENTORY } from './writes/inventory.ts';
import { LOGISTICS } from './writes/logistics.ts';
import { ORDERS } from './writes/orders.ts';
import { PAYMENTS } from './writes/payments.ts';
import { RETURNS } from './writes/returns.ts';

const WRITES = [...INVENTORY, ...LOGISTICS, ...ORDERS, ...RETURNS, ...PAYMENTS];

/** Every story that is told: each write of each server, a request of each that ends without effect, and each event that one of them consumes. */
export const PLOTS: readonly Plot[] = [
  ...[...WRITES, ...endedPlots(WRITES)],
  ...[RECEIPT, LATE_SHIPMENT, DELIVERED, REFUND_ASKED],
  ...[RELEASE, RELEASE_UNKNOWN, REFUND],
];

/** The stories by name; the two plots of one by consent and by another person's approval share theirs. */
export const STORIES = [...new Set(PLOTS.map(storyOf))];

function storyOf({ name }: Plot): string {
  return name.replace(/-approved$/, '');
}

/** The plots of one story, or all, told to servers that are reached so. What nobody asks for is told to no server. */
export function plotsOf(story: string | undefined, over: Transport): readonly Plot[] {
  const told = story === undefined ? PLOTS : PLOTS.filter((plot) => storyOf(plot) === story);
  return over === 'http' ? told.filter((plot) => plot.told.kind === 'request').map(overHttp) : told;
}

/** The same plot at a server over HTTP, to whom its people sign in. What customers ask for is told so anyway. */
export const overHttp = (plot: Plot): Plot =>
  plot.over === 'http' ? plot : { ...plot, name: `${plot.name}-over-http`, over: 'http' };
