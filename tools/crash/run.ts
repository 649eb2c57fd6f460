import { createHash, randomBytes } from 'node:crypto';
import { playRound, rehearse, storyOf, type Case, type Failure } from './play.ts';
import { Stage } from './stage.ts';
import { groupsOf, SCENARIOS, stepsOf, type Scenario, type Step } from './steps.ts';
import type { World } from './world.ts';

/** Stories that one kill serves. A server has eight connections, and one stays free. A worker does one thing after the other. */
export const AT_ONCE_MAX: Readonly<Record<Scenario, number>> = { server: 7, terminal: 7, worker: 1, postgres: 7 };

export type Round = {
  readonly scenario: Scenario;
  readonly played: readonly Case[];
  readonly failures: readonly Failure[];
  readonly seconds: number;
};

export type RunOptions = {
  readonly repetitions: number;
  /** Decides the order of the rounds and the quantities; the same seed plays the same run. */
  readonly seed: number;
  /** Only steps whose names begin so; all of them when undefined. */
  readonly only: string | undefined;
  /** How often a step was played before, where a run goes on. */
  readonly played: (step: string) => number;
  readonly onSteps: (steps: readonly Step[]) => void;
  readonly onRound: (round: Round) => void;
  readonly stop: AbortSignal;
};

/** Rehearses every scenario, then kills at each of its steps as often as asked. */
export async function run(world: World, options: RunOptions): Promise<void> {
  const stage = await Stage.open(world);
  const nonce = randomBytes(6).toString('hex');
  let last = options.seed % 100;
  const newKey = (): { readonly key: string; readonly number: number } => {
    last += 1;
    return { key: `crash-${nonce}-${last}`, number: last };
  };
  try {
    const recorded: Step[] = [];
    for (const scenario of SCENARIOS) {
      const { key, number } = newKey();
      recorded.push(...stepsOf(scenario, await rehearse(stage, scenario, storyOf(scenario, key, number))));
    }
    const steps = recorded.filter(({ name }) => name.startsWith(options.only ?? ''));
    options.onSteps(steps);
    for (const { scenario, group, repetition } of roundsOf(steps, options)) {
      if (isOver(options.stop)) return;
      const played = group
        .filter(({ name }) => options.played(name) < repetition)
        .map((step): Case => ({ step, repetition }));
      if (played.length === 0) continue;
      const startedAt = performance.now();
      const failures = await playRound(stage, scenario, played, newKey, options.stop).catch(async (fault: unknown) => {
        // What broke while the run was interrupted may have been interrupted itself; it is played again where the run goes on.
        if (isOver(options.stop)) return undefined;
        await stage.renew();
        return [broken(played, fault)];
      });
      if (failures === undefined) return;
      options.onRound({ scenario, played, failures, seconds: (performance.now() - startedAt) / 1000 });
    }
  } finally {
    await stage.close();
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
      AT_ONCE_MAX[scenario],
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
