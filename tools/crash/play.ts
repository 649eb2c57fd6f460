import { setTimeout as sleep } from 'node:timers/promises';
import { checkCaps } from './check-paid.ts';
import { checkStory, checkTotals, totalsOf, type Story } from './check-story.ts';
import {
  againMs,
  approversIn,
  ask,
  call,
  decide,
  goOn,
  untilDone,
  withdraw,
  withdrawBorn,
  type Told,
} from './go-on.ts';
import { isDatabase, LOOPS, programOf, type Program, type Scenario } from './plots/plot.ts';
import type { Stage } from './stage.ts';
import type { Step } from './steps.ts';

/** One step in one of its repetitions. */
export type Case = { readonly step: Step; readonly repetition: number };
/** What was found wrong after a case; in a round of several cases, also what nobody can lay to one of them. */
export type Failure = {
  readonly steps: readonly string[];
  readonly repetition: number;
  readonly problems: readonly string[];
};

/** What happens before anything dies: the story's rows are there, and all that is done before the program that dies has its turn. */
async function prepare(stage: Stage, program: Program, story: Story, slot: number): Promise<string> {
  const { company } = stage;
  await company.world.arrange(company.tenant, company.plot.arrange, story.number);
  const { told } = company.plot;
  if (told.kind === 'event' || (program === 'server' && told.ends !== 'withdrawn')) return '';
  const request = await ask(stage, story);
  if (told.ends === 'withdrawn') return request;
  // On a terminal the last of them has not.
  const approvers = approversIn(stage, slot);
  for (const each of program === 'worker' ? approvers : approvers.slice(0, -1)) await decide(stage, request, each);
  return request;
}

/** What the program that will die, or die with its database, is told to do. */
function act(stage: Stage, program: Program, story: Story, request: string, slot: number): Promise<unknown> {
  switch (program) {
    case 'server':
      return request === '' ? call(stage, story) : withdraw(stage, request);
    case 'terminal':
      return decide(stage, request, slot);
    case 'worker':
      stage.proxy('worker').release();
      return Promise.resolve();
  }
}

async function strike(stage: Stage, scenario: Scenario, repetition: number): Promise<void> {
  const program = programOf(scenario);
  if (!isDatabase(scenario)) return stage.replace(program);
  await stage.ready();
  const backends = stage.proxy(program).backends();
  await stage.company.world.killPostgres(repetition % 2 === 0 ? 'backends' : 'postmaster', backends);
  for (const program of stage.programs) stage.proxy(program).cut();
}

/** Plays a step of each case up to its point, kills once, lets every story go on, and looks at what is there. */
export async function playRound(
  stage: Stage,
  scenario: Scenario,
  cases: readonly Case[],
  newStory: (step: Step) => Story,
  stop: AbortSignal,
): Promise<readonly Failure[]> {
  const { company } = stage;
  const program = programOf(scenario);
  const repetition = cases[0]?.repetition ?? 0;
  const before = await totalsOf(company);
  await stage.proxy('worker').shut(LOOPS);
  const told: Promise<unknown>[] = [];
  const played: (Told & { readonly step: Step })[] = [];
  for (const [slot, { step }] of cases.entries()) {
    const story = newStory(step);
    const request = await prepare(stage, program, story, slot);
    played.push({ step, story, request, slot });
    const held = stage.proxy(program).hold(step.point);
    let answer: unknown = 'not at all';
    const acted = act(stage, program, story, request, slot).catch((error: unknown) => String(error));
    told.push(acted.then((said) => (answer = said)));
    await held.catch((problem: unknown) => {
      const words = problem instanceof Error ? problem.message : String(problem);
      throw new Error(`${words}; the program answered ${JSON.stringify(answer)}`);
    });
  }
  await strike(stage, scenario, repetition);
  stage.proxy('worker').release();
  const failures = await Promise.all(
    played.map(async ({ step, ...told }): Promise<Failure> => {
      const problem = await goOn(stage, told, stop);
      const problems = [...(problem === undefined ? [] : [problem]), ...(await checkStory(company, told.story))];
      return { steps: [step.name], repetition, problems };
    }),
  );
  await Promise.all(told);
  const stories = played.map(({ story }) => story);
  const whole = { steps: cases.map(({ step }) => step.name), repetition };
  const problems = [...checkTotals(company, before, await totalsOf(company), stories), ...(await checkCaps(company))];
  if (company.plot.bears !== undefined) await withdrawBorn(stage);
  return [...failures, { ...whole, problems }].filter((failure) => failure.problems.length > 0);
}

/** Plays a story undisturbed, and gives the statements of the program that could have died. */
export async function rehearse(stage: Stage, program: Program, story: Story): Promise<readonly string[]> {
  const { company } = stage;
  await stage.proxy('worker').shut(LOOPS);
  const request = await prepare(stage, program, story, 0);
  const labels = stage.proxy(program).record();
  await act(stage, program, story, request, 0);
  const problem = program === 'worker' ? await untilDone(stage, story) : undefined;
  // Its last statement is one that nobody waits for.
  if (program === 'worker') await sleep(10 * againMs);
  const recorded = [...labels()];
  stage.proxy('worker').release();
  const failed = problem ?? (await goOn(stage, { story, request, slot: 0 }));
  if (company.plot.bears !== undefined) await withdrawBorn(stage);
  if (failed !== undefined) throw new Error(`undisturbed, ${program} failed: ${failed}`);
  return recorded;
}
