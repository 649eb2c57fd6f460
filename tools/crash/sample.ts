import { isDatabase, type Plot } from './plots/plot.ts';
import type { Step } from './steps.ts';

/** By their names, the statements that are each plot's own: its effect, what concludes it, and what an event leads to. */
const OWN = /^((execute|settle)_.*|events_take|approval_ask_born)$/;

/** Of this story more is played: what it does before its effect all the others do with the same statements. */
const isFuller = ({ name }: Plot): boolean => name.startsWith('reorder');

/** Nothing but its effect is its own: nothing leaves, and nobody is asked for anything more. */
const isPlain = (plot: Plot): boolean =>
  !isFuller(plot) && plot.told.kind === 'request' && plot.told.takesEffect === undefined && plot.bears === undefined;

const endOf = ({ told }: Plot): string | undefined => (told.kind === 'request' ? told.ends : undefined);

/**
 * Of the plain writes only the first of each server, and of each server's for customers; of those that end without effect the first that
 * ends so; of all the others every plot.
 */
export function samplePlots(plots: readonly Plot[]): readonly Plot[] {
  const plain = plots.filter(isPlain);
  const isLike = (plot: Plot, other: Plot): boolean =>
    endOf(other) === endOf(plot) &&
    (endOf(plot) !== undefined || (other.server === plot.server && other.customer === plot.customer));
  return plots.filter((plot) => !isPlain(plot) || plot === plain.find((other) => isLike(plot, other)));
}

/**
 * A few steps of a plot, always the same ones: where its own statements and each commit that writes are done and nobody knows; and
 * PostgreSQL in the middle of the last commit. Of the fuller story every statement, and every moment of PostgreSQL's commits; of a plain
 * write the one moment where its effect is committed and nobody knows.
 */
export function sampleOf(plot: Plot, steps: readonly Step[]): readonly Step[] {
  const isCommit = ({ point, writing }: Step): boolean => writing !== undefined && point.label.startsWith('commit');
  const unanswered = steps.filter(({ scenario, point }) => !isDatabase(scenario) && point.moment === 'unanswered');
  const killed = steps.filter(({ scenario }) => isDatabase(scenario));
  if (isFuller(plot)) return [...unanswered, ...killed.filter(isCommit)];
  if (isPlain(plot)) return unanswered.filter(isCommit).slice(-1);
  const inFlight = killed.findLast(({ point }) => point.moment === 'in flight');
  const own = unanswered.filter((step) => isCommit(step) || OWN.test(step.point.label));
  return inFlight === undefined ? own : [...own, inFlight];
}
