import { APPROVE_RETURN } from './approve-return.ts';
import { FLAG } from './flag.ts';
import { LATE_SHIPMENT } from './late-shipment.ts';
import type { Plot } from './plot.ts';
import { PROPOSE_PAYMENT } from './propose-payment.ts';
import { RECEIPT } from './receipt.ts';
import { REFUND, REFUND_ASKED } from './refund.ts';
import { RELEASE, RELEASE_UNKNOWN } from './release.ts';
import { REORDER } from './reorder.ts';
import { REROUTE } from './reroute.ts';

/** Every story that is told, at least one of each server. */
export const PLOTS: readonly Plot[] = [
  ...[...REORDER, ...REROUTE, ...FLAG, ...APPROVE_RETURN, ...PROPOSE_PAYMENT],
  ...[RECEIPT, LATE_SHIPMENT, REFUND_ASKED],
  ...[RELEASE, RELEASE_UNKNOWN, REFUND],
];

/** The stories by name; the two plots of one by consent and by another person's approval share theirs. */
export const STORIES = [...new Set(PLOTS.map(storyOf))];

function storyOf({ name }: Plot): string {
  return name.replace(/-approved$/, '');
}

/** The plots of one story, or all. */
export function plotsOf(story: string | undefined): readonly Plot[] {
  return story === undefined ? PLOTS : PLOTS.filter((plot) => storyOf(plot) === story);
}
