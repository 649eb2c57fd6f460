import { setTimeout as sleep } from 'node:timers/promises';
import { checkStory, checkTotals, totalsOf, type Story } from './check-story.ts';
import type { CallResult } from './line-client.ts';
import { LOOPS, type Asked, type Scenario } from './plots/plot.ts';
import type { DatabaseProxy } from './proxy/database-proxy.ts';
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

const goOnMsMax = 30_000;
const againMs = 15;
/** What deciding again answers when the first try had been counted. */
const decidedBefore = ['approved', 'not_waiting', 'already_decided'];

function askedIn({ company }: Stage): Asked {
  const { told } = company.plot;
  if (told.kind !== 'request') throw new Error(`${company.plot.name} asks for nothing`);
  return told;
}

function call(stage: Stage, { key, number }: Story): Promise<CallResult> {
  const { tool, input } = askedIn(stage);
  return stage.server.call(tool, { ...input(number), idempotency_key: key });
}

async function ask(stage: Stage, story: Story): Promise<string> {
  const { structuredContent } = await call(stage, story);
  const id = structuredContent?.['request_id'];
  if (structuredContent?.['outcome'] !== 'waiting' || typeof id !== 'string') {
    throw new Error(`asking was answered ${JSON.stringify(structuredContent)}`);
  }
  return id;
}

/** What happens before anything dies: the story's rows are there, and all that is done before the program that dies has its turn. */
async function prepare(stage: Stage, scenario: Scenario, story: Story, slot: number): Promise<string> {
  const { company } = stage;
  for (const text of company.plot.arrange) await company.admin(text, [story.number]);
  if (company.plot.told.kind === 'event' || scenario === 'server' || scenario === 'postgres') return '';
  const request = await ask(stage, story);
  if (scenario === 'worker') await approve(stage, request, slot);
  return request;
}

async function approve(stage: Stage, request: string, slot: number): Promise<void> {
  const answer = await stage.approver.decide(stage.company.tenant, request, slot);
  if (!decidedBefore.includes(answer)) throw new Error(`approving was answered ${answer}`);
}

/** What the program that will die, or die with its database, is told to do. */
export function act(stage: Stage, scenario: Scenario, story: Story, request: string, slot: number): Promise<unknown> {
  switch (scenario) {
    case 'server':
    case 'postgres':
      return call(stage, story);
    case 'terminal':
      return approve(stage, request, slot);
    case 'worker':
      stage.proxy('worker').release();
      return Promise.resolve();
  }
}

/** The proxy of the program that dies. */
export function proxyOf(stage: Stage, scenario: Scenario): DatabaseProxy {
  return stage.proxy(scenario === 'postgres' ? 'server' : scenario);
}

/** A story on its way: its request, and who approves it. */
type Told = { readonly story: Story; readonly request: string; readonly slot: number };

/** As a host and a person would: the same call with the same key, the same approval, until it is done. */
async function goOn(stage: Stage, told: Told, stop?: AbortSignal): Promise<string | undefined> {
  return stage.company.plot.told.kind === 'event' ? untilDone(stage, told.story) : untilExecuted(stage, told, stop);
}

async function untilExecuted(
  stage: Stage,
  { story, request, slot }: Told,
  stop?: AbortSignal,
): Promise<string | undefined> {
  const until = performance.now() + goOnMsMax;
  for (let approved = askedIn(stage).tier === 'consent'; ;) {
    let last: string;
    try {
      if (!approved) await approve(stage, request, slot);
      approved = true;
      const { structuredContent } = await call(stage, story);
      last = String(structuredContent?.['outcome']);
      if (last === 'executed') return undefined;
      if (last !== 'waiting' && last !== 'unknown') return `the call was answered ${JSON.stringify(structuredContent)}`;
    } catch (error) {
      // Whoever interrupts a run may have interrupted its programs too: nobody waits for those.
      if (stop?.aborted === true) throw error;
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > until) return `not executed within ${goOnMsMax} ms; the last answer was: ${last}`;
    await sleep(againMs);
  }
}

/** A worker tells nobody when it is done. */
async function untilDone(stage: Stage, story: Story): Promise<string | undefined> {
  const until = performance.now() + goOnMsMax;
  while ((await checkStory(stage.company, story)).length > 0) {
    if (performance.now() > until) return 'the worker did not do it';
    await sleep(againMs);
  }
  return undefined;
}

async function strike(stage: Stage, scenario: Scenario, repetition: number): Promise<void> {
  if (scenario !== 'postgres') return stage.replace(scenario);
  await stage.ready();
  const backends = stage.proxy('server').backends();
  await stage.company.world.killPostgres(repetition % 2 === 0 ? 'backends' : 'postmaster', backends);
  for (const program of ['server', 'terminal', 'worker'] as const) stage.proxy(program).cut();
}

/** Plays a step of each case up to its point, kills once, lets every story go on, and looks at what is there. */
export async function playRound(
  stage: Stage,
  scenario: Scenario,
  cases: readonly Case[],
  newStory: () => Story,
  stop: AbortSignal,
): Promise<readonly Failure[]> {
  const { company } = stage;
  const repetition = cases[0]?.repetition ?? 0;
  const before = await totalsOf(company);
  await stage.proxy('worker').shut(LOOPS);
  const told: Promise<unknown>[] = [];
  const played: (Told & { readonly step: Step })[] = [];
  for (const [slot, { step }] of cases.entries()) {
    const story = newStory();
    const request = await prepare(stage, scenario, story, slot);
    played.push({ step, story, request, slot });
    const held = proxyOf(stage, scenario).hold(step.point);
    told.push(act(stage, scenario, story, request, slot).catch(() => undefined));
    await held;
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
  const problems = checkTotals(company, before, await totalsOf(company), stories);
  return [...failures, { ...whole, problems }].filter((failure) => failure.problems.length > 0);
}

/** Plays a story undisturbed, and gives the statements of the program that could have died. */
export async function rehearse(stage: Stage, scenario: Scenario, story: Story): Promise<readonly string[]> {
  await stage.proxy('worker').shut(LOOPS);
  const request = await prepare(stage, scenario, story, 0);
  const labels = proxyOf(stage, scenario).record();
  await act(stage, scenario, story, request, 0);
  const problem = scenario === 'worker' ? await untilDone(stage, story) : undefined;
  // Its last statement is one that nobody waits for.
  if (scenario === 'worker') await sleep(10 * againMs);
  const recorded = [...labels()];
  stage.proxy('worker').release();
  const failed = problem ?? (await goOn(stage, { story, request, slot: 0 }));
  if (failed !== undefined) throw new Error(`undisturbed, ${scenario} failed: ${failed}`);
  return recorded;
}
