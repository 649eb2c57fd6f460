import { createHash, randomBytes } from 'node:crypto';
import type { Story } from './check-story.ts';
import { AT_ONCE_MAX, foundCompany } from './company.ts';
import { playRound, rehearse, type Case, type Failure } from './play.ts';
import { PROGRAMS, programOf, SCENARIOS, type Plot, type Scenario } from './plots/plot.ts';
import { Stage } from './stage.ts';
import { groupsOf, isUnsent, stepsOf, type Step } from './steps.ts';
import type { World } from './world.ts';

/** Stories that one kill serves. A worker does one thing after the other. */
const atOnceMax = (scenario: Scenario): number => (programOf(scenario) === 'worker' ? 1 : AT_ONCE_MAX);

export type Round = {
  readonly plot: string;
  readonly scenario: Scenario;
  readonly played: readonly Case[];
  readonly failures: readonly Failure[];
  readonly seconds: number;
};

export type RunOptions = {
  readonly plots: readonly Plot[];
  readonly repetitions: number;
  /** Decides the order of the rounds and the quantities; the same seed plays the same run. */
  readonly seed: number;
  /** Only steps whose names begin so; all of them when undefined. */
  readonly only: string | undefined;
  /** Only these of a plot's steps; all of them when undefined. */
  readonly sample?: (plot: Plot, steps: readonly Step[]) => readonly Step[];
  /** How often a step was played before, where a run goes on. */
  readonly played: (step: string) => number;
  /** The steps of a plot, when it begins. */
  readonly onSteps: (plot: string, steps: readonly Step[]) => void;
  readonly onRound: (round: Round) => void;
  readonly stop: AbortSignal;
};

/** Plot after plot: rehearses every program's part in it, then kills at each of its steps as often as asked. */
export async function run(world: World, options: RunOptions): Promise<void> {
  for (const plot of options.plots) {
    if (isOver(options.stop)) return;
    const company = await foundCompany(world, plot);
    try {
      const stage = await Stage.open(company);
      await runPlot(stage, options).finally(() => stage.close());
    } finally {
      company.signIn?.close();
      await company.rail?.close();
    }
  }
}

async function runPlot(stage: Stage, options: RunOptions): Promise<void> {
  const { plot } = stage.company;
  const nonce = randomBytes(6).toString('hex');
  let last = options.seed % 100;
  const newStory = (step?: Step): Story => {
    last += 1;
    return { key: `crash-${nonce}-${last}`, number: last, mayFail: step !== undefined && isUnsent(step) };
  };
  const recorded: Step[] = [];
  for (const program of PROGRAMS) {
    const scenarios = plot.scenarios.filter((scenario) => programOf(scenario) === program);
    if (scenarios.length === 0) continue;
    const labels = await rehearse(stage, program, newStory());
    recorded.push(...scenarios.flatMap((scenario) => stepsOf(plot, scenario, labels)));
  }
  const sampled = options.sample?.(plot, recorded) ?? recorded;
  const steps = sampled.filter(({ name }) => name.startsWith(options.only ?? ''));
  options.onSteps(plot.name, steps);
  const rounds = roundsOf(steps, options);
  stage.expect((program) => rounds.filter(({ scenario }) => scenario === program).length);
  for (const { scenario, group, repetition } of rounds) {
    if (isOver(options.stop)) return;
    const played = group
      .filter(({ name }) => options.played(name) < repetition)
      .map((step): Case => ({ step, repetition }));
    if (played.length === 0) continue;
    const startedAt = performance.now();
    const failures = await playRound(stage, scenario, played, newStory, options.stop).catch(async (fault: unknown) => {
      // What broke while the run was interrupted may have been interrupted itself; it is played again where the run goes on.
      if (isOver(options.stop)) return undefined;
      await stage.renew();
      return [broken(played, fault)];
    });
    if (failures === undefined) return;
    const seconds = (performance.now() - startedAt) / 1000;
    options.onRound({ plot: plot.name, scenario, played, failures, seconds });
  }
}

/** Asked anew each time: a signal changes while others are awaited. */
function isOver(stop: AbortSignal): boolean {
  return stop.aborted;
}

type PlannedRound = { readonly scenario: Scenario; readonly group: readonly Step[]; readonly repetition: number };

/** Repetition after repetition, so that a run that is ended early has seen every step about as often; in an order of the seed's own. */
function roundsOf(steps: readonly Step[], { repetitions, seed }: RunOptions): readonly PlannedRound[] {
  const groups = SCENARIOS.flatMap((scenario) =>
    groupsOf(
      steps.filter((step) => step.scenario === scenario),
      atOnceMax(scenario),
    ).map((group) => ({ scenario, group })),
  );
  const place = (name: string, repetition: number): string =>
    createHash('sha256').update(`${seed} ${repetition} ${name}`).digest('hex');
  return Array.from({ length: repetitions }, (_, at) => at + 1).flatMap((repetition) =>
    groups
      .map((round) => ({ ...round, repetition, order: place(round.group[0]?.name ?? '', repetition) }))
      .sort((a, b) => (a.order < b.order ? -1 : 1)),
  );
}

/** A round that could not be played to its end is a failure of all its cases, never a round that is left out. */
function broken(played: readonly Case[], fault: unknown): Failure {
  const problem = fault instanceof Error ? fault.message : String(fault);
  return { steps: played.map(({ step }) => step.name), repetition: played[0]?.repetition ?? 0, problems: [problem] };
}
