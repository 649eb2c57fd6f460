import type { Plot } from './plots/plot.ts';
import type { Step } from './steps.ts';

/** By their names, the statements that are each plot's own: its effect, what concludes it, and what an event leads to. */
const OWN = /^((execute|settle)_.*|events_take|approval_ask_born)$/;

/** Of this plot more is played: what it does before its effect all the others do with the same statements. */
const isFuller = ({ name }: Plot): boolean => name.startsWith('reorder');

/**
 * A few steps of a plot, always the same ones: where its own statements and each commit that writes are done and nobody knows; and
 * PostgreSQL in the middle of the last commit. Of the fuller plot every statement, and every moment of PostgreSQL's commits.
 */
export function sampleOf(plot: Plot, steps: readonly Step[]): readonly Step[] {
  const fuller = isFuller(plot);
  const inFlight = steps.findLast(({ point }) => point.moment === 'in flight');
  return steps.filter((step) => {
    const { label, moment } = step.point;
    const isCommit = step.writing !== undefined && label.startsWith('commit');
    if (step.scenario === 'postgres') return fuller ? isCommit : step === inFlight;
    return moment === 'unanswered' && (fuller || isCommit || OWN.test(label));
  });
}
