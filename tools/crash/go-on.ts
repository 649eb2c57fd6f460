import { setTimeout as sleep } from 'node:timers/promises';
import { checkStory, type Story } from './check-story.ts';
import { AT_ONCE_MAX } from './company.ts';
import type { CallResult } from './host.ts';
import { startPatience } from './patience.ts';
import { PAST_TRIGGERS, type Asked } from './plots/plot.ts';
import type { Stage } from './stage.ts';

/** A story on its way: its request, empty where nobody knows it yet, and who approves it. */
export type Told = { readonly story: Story; readonly request: string; readonly slot: number };

const goOnMsMax = 30_000;
export const againMs = 15;
/** What deciding again answers when the first try had been counted. */
const decidedBefore = ['decided', 'not_waiting', 'already_decided'];

export function askedIn({ company }: Stage): Asked {
  const { told } = company.plot;
  if (told.kind !== 'request') throw new Error(`${company.plot.name} asks for nothing`);
  return told;
}

/** The host's call of the story's tool. */
export function call(stage: Stage, { key, number }: Story): Promise<CallResult> {
  const { tool, input } = askedIn(stage);
  return stage.server.call(tool, { ...input(number), idempotency_key: key });
}

/** Asks, and gives the request that waits. */
export async function ask(stage: Stage, story: Story): Promise<string> {
  const { structuredContent } = await call(stage, story);
  const id = structuredContent?.['request_id'];
  if (structuredContent?.['outcome'] !== 'waiting' || typeof id !== 'string') {
    throw new Error(`asking was answered ${JSON.stringify(structuredContent)}`);
  }
  return id;
}

/** Who approves the story of a slot, one after the other. */
export function approversIn(stage: Stage, slot: number): readonly number[] {
  return askedIn(stage).approvers === 2 ? [slot + AT_ONCE_MAX, slot] : [slot];
}

/** Approves, or rejects where the story ends so. */
export async function decide(stage: Stage, request: string, approver: number): Promise<void> {
  const isApproved = askedIn(stage).ends !== 'rejected';
  const answer = await stage.approver.decide(stage.company.tenant, request, approver, isApproved);
  if (!decidedBefore.includes(answer)) throw new Error(`deciding was answered ${answer}`);
}

/** Takes a request back, as whoever asked; also again, where the answer to the first time was lost. */
export async function withdraw({ company, server }: Stage, request: string): Promise<void> {
  const { isError, content } = await server.call(`withdraw_${company.plot.server}_request`, { request_id: request });
  const said = content?.[0]?.text ?? '';
  if (isError === true && !said.includes('"not_waiting"')) throw new Error(`withdrawing was answered ${said}`);
}

/** As a host and a person would: the same call with the same key, the same approval, until it is done. */
export async function goOn(stage: Stage, told: Told, stop?: AbortSignal): Promise<string | undefined> {
  const { plot } = stage.company;
  if (plot.told.kind === 'event') return untilDone(stage, told.story);
  if (plot.told.ends !== undefined) return untilEnded(stage, told, plot.told.ends, stop);
  const problem = await untilExecuted(stage, told, stop);
  // What an execution leads to comes after it.
  return problem === undefined && plot.bears !== undefined ? untilDone(stage, told.story) : problem;
}

async function untilExecuted(
  stage: Stage,
  { story, request: known, slot }: Told,
  stop?: AbortSignal,
): Promise<string | undefined> {
  const isOver = startPatience(goOnMsMax);
  for (let approved = askedIn(stage).tier === 'consent', request = known; ;) {
    let last: string;
    try {
      if (!approved) {
        request ||= await ask(stage, story);
        for (const approver of approversIn(stage, slot)) await decide(stage, request, approver);
      }
      approved = true;
      const { structuredContent } = await call(stage, story);
      last = String(structuredContent?.['outcome']);
      if (last === 'executed' || (story.mayFail && last === 'failed')) return undefined;
      if (last !== 'waiting' && last !== 'unknown') return `the call was answered ${JSON.stringify(structuredContent)}`;
      if (story.mayFail) await letTimePass(stage, story);
    } catch (error) {
      // Whoever interrupts a run may have interrupted its programs too: nobody waits for those.
      if (stop?.aborted === true) throw error;
      last = error instanceof Error ? error.message : String(error);
    }
    if (isOver()) return `not executed within ${goOnMsMax} ms; the last answer was: ${last}`;
    await sleep(againMs);
  }
}

/** The request is taken back or rejected again, as if nobody knew; then the same call must say that nothing was done. */
async function untilEnded(
  stage: Stage,
  { story, request, slot }: Told,
  ends: NonNullable<Asked['ends']>,
  stop?: AbortSignal,
): Promise<string | undefined> {
  const isOver = startPatience(goOnMsMax);
  for (;;) {
    try {
      await (ends === 'withdrawn' ? withdraw(stage, request) : decide(stage, request, slot));
      const { structuredContent } = await call(stage, story);
      // How it ended the record says.
      if (structuredContent?.['outcome'] === 'failed') return undefined;
      return `the call was answered ${JSON.stringify(structuredContent)}`;
    } catch (error) {
      if (stop?.aborted === true) throw error;
      if (isOver()) {
        return `not ${ends} within ${goOnMsMax} ms: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    await sleep(againMs);
  }
}

/**
 * As if the time of the story's execution were over, once the rail has said that it does not know it: minutes that nobody has to wait
 * for. Whoever could have sent it is dead.
 */
async function letTimePass({ company }: Stage, { number }: Story): Promise<void> {
  await company.world.arrange(
    company.tenant,
    [
      PAST_TRIGGERS,
      `update approval.execution e set expires_at = e.expires_at - interval '10 minutes', lease_until = null
     from approval.request r where e.tenant_id = app.tenant() and (r.tenant_id, r.id) = (e.tenant_id, e.request_id)
       and r.state = 'unknown' and e.outcome is null and e.expires_at > clock_timestamp()`,
    ],
    number,
  );
}

/** A worker tells nobody when it is done. */
export async function untilDone(stage: Stage, story: Story): Promise<string | undefined> {
  const isOver = startPatience(goOnMsMax);
  while ((await checkStory(stage.company, story)).length > 0) {
    if (isOver()) return 'the worker did not do it';
    await sleep(againMs);
  }
  return undefined;
}

/** The requests that events led to are taken back by who asked: a company has room for so many that wait. */
export async function withdrawBorn(stage: Stage): Promise<void> {
  const { company } = stage;
  const waiting = await company.admin<{ id: string }>(
    `select r.id from approval.plan n join approval.request r on (r.tenant_id, r.id) = (n.tenant_id, n.request_id)
     where n.tenant_id = app.tenant() and n.event_id is not null and r.state = 'waiting'`,
    [],
  );
  for (const { id } of waiting) await withdraw(stage, id);
}
