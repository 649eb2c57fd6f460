import type { Stage } from './stage.ts';

/** What a tool answers this person. Throws where it does not. */
export async function answerOf(
  stage: Stage,
  person: string,
  tool: string,
  input: object,
): Promise<Readonly<Record<string, unknown>>> {
  const outcome = await stage.call(person, tool, input);
  if (outcome.kind !== 'answered') throw new Error(`${tool} did not answer: ${JSON.stringify(outcome)}`);
  return outcome.structured;
}
