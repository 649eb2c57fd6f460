import type { CallOutcome, Tool } from '@supercargo/mcp-kit';
import type { Input, ServerFacts } from './facts.ts';
import type { Stage } from './stage.ts';

/** The id of the request that a call made or came back to. Throws where it made none. */
export function requestIdOf(outcome: CallOutcome): string {
  if (outcome.kind === 'consent') return outcome.request.id;
  const id = outcome.kind === 'answered' ? outcome.structured['request_id'] : undefined;
  if (typeof id === 'string') return id;
  throw new Error(`no request was made: ${JSON.stringify(outcome)}`);
}

/** A new request of the person who may ask for everything; it waits. */
export async function newRequest(facts: ServerFacts, stage: Stage): Promise<string> {
  if (facts.write === undefined) throw new Error('the facts name no write');
  const { tool, inputs } = facts.write;
  const key = stage.runtime.newId();
  return requestIdOf(await stage.call(facts.mayAskAll, tool, { ...inputs[0], idempotency_key: key }));
}

/** An input that the tool takes, of the trade's own tools by its facts, of the three about requests by asking for one. */
export async function goodInput(facts: ServerFacts, stage: Stage, tool: Tool): Promise<Input> {
  const make = facts.good[tool.name];
  if (make !== undefined) return make(stage);
  return tool.name.startsWith('list_') ? {} : { request_id: await newRequest(facts, stage) };
}
