import { BY_CONSENT, ON_THE_TERMINAL, type Asked, type Plot } from './plot.ts';

type Asking = Plot & { readonly told: Asked };

/** Asked for by the staff, one other approves, and nothing comes of it elsewhere. */
const isSimple = (plot: Plot): plot is Asking =>
  plot.told.kind === 'request' &&
  plot.told.tier === 'person' &&
  plot.told.approvers === undefined &&
  plot.customer === undefined &&
  plot.bears === undefined;

/** Of the first such write of each server: its requester takes the request back, or another person rejects it, whatever dies meanwhile. */
export function endedPlots(plots: readonly Plot[]): readonly Plot[] {
  const simple = plots.filter(isSimple);
  const first = simple.filter((plot) => plot === simple.find(({ server }) => server === plot.server));
  return first.flatMap((plot): Plot[] => [
    {
      ...plot,
      name: `withdraw-${plot.server}-request`,
      scenarios: BY_CONSENT,
      told: { ...plot.told, ends: 'withdrawn' },
    },
    {
      ...plot,
      name: `reject-${plot.server}-request`,
      scenarios: ON_THE_TERMINAL,
      told: { ...plot.told, ends: 'rejected' },
    },
  ]);
}
