import { isDatabase, type Plot, type Scenario } from './plots/plot.ts';
import type { HoldPoint, Moment } from './proxy/database-proxy.ts';

/** One place at which something is killed. Its name is stable for a sequence of statements. */
export type Step = {
  readonly name: string;
  readonly scenario: Scenario;
  readonly point: HoldPoint;
  /** The transaction that writes and that this lies in, by the index of its beginning. */
  readonly writing: number | undefined;
};

/**
 * Every step of a scenario, from the statements that a dry run recorded: before each, after each while nobody knows, and at the end. That a
 * process knows the answer is, for all that a database sees, the state before its next statement.
 */
export function stepsOf({ name }: Pick<Plot, 'name'>, scenario: Scenario, labels: readonly string[]): readonly Step[] {
  const last = labels.length - 1;
  const writes = writesOf(labels);
  const momentsAt = (label: string, index: number): readonly Moment[] => {
    if (!isDatabase(scenario)) return momentsOf(index === last);
    // Of a database that dies only what is being written can be torn.
    return writes.has(index) ? momentsOfDatabase(label) : [];
  };
  return labels.flatMap((label, index) =>
    momentsAt(label, index).map((moment) => ({
      ...stepAt(name, scenario, { index, label, moment }),
      writing: writes.get(index),
    })),
  );
}

/** Whether a worker may send something to a foreign system and never heard so: nobody else ever sends it. */
export function isUnsent({ point }: Step): boolean {
  return point.label === 'commit of approval_claim' && point.moment !== 'unsent';
}

/** A database that did a statement and one that has not met the next are the same. In the middle of a commit it can be anywhere. */
function momentsOfDatabase(label: string): readonly Moment[] {
  return label.startsWith('commit') ? ['in flight', 'unanswered'] : ['unanswered'];
}

function momentsOf(isLast: boolean): readonly Moment[] {
  return isLast ? ['unsent', 'unanswered', 'answered'] : ['unsent', 'unanswered'];
}

/** Which statements belong to transactions that write, each with where its transaction begins. */
function writesOf(labels: readonly string[]): ReadonlyMap<number, number> {
  let beginning: number | undefined;
  return new Map(
    labels.flatMap((label, index) => {
      if (label.startsWith('begin')) beginning = label === 'begin write' ? index : undefined;
      return beginning === undefined ? [] : [[index, beginning] as const];
    }),
  );
}

function stepAt(plot: string, scenario: Scenario, point: HoldPoint): Omit<Step, 'writing'> {
  const words = `${point.label} ${point.moment}`.replaceAll(/[^\w.]+/g, '-');
  return { name: `${plot}/${scenario}/${String(point.index).padStart(2, '0')}-${words}`, scenario, point };
}

/**
 * Steps that are played together, so that one kill serves them all. Within a group the latest is held first, and no two lie in the same
 * transaction that writes: none has to pass a lock that another held one keeps. The commit of what only reads is held last: its connection is
 * given back before the answer is there, and what comes next would wait behind it. A database that is killed while it is at something is
 * killed for that alone.
 */
export function groupsOf(steps: readonly Step[], atOnceMax: number): readonly (readonly Step[])[] {
  const groups: Step[][] = [];
  for (const step of steps.toReversed()) {
    const alone = step.point.moment === 'in flight';
    const group = alone ? undefined : groups.find((other) => fits(other, step, atOnceMax));
    if (group === undefined) groups.push([step]);
    else group.push(step);
  }
  return groups;
}

function fits(group: readonly Step[], step: Step, atOnceMax: number): boolean {
  const isFree = group.every(
    (other) =>
      other.point.moment !== 'in flight' &&
      !isCommitOfRead(other) &&
      (other.writing === undefined || other.writing !== step.writing),
  );
  return isFree && group.length < atOnceMax;
}

function isCommitOfRead({ point, writing }: Step): boolean {
  return writing === undefined && point.label.startsWith('commit');
}
