import { createHash } from 'node:crypto';
import { refuse, ok, type Result } from '@supercargo/kernel';
import { foundIn, throughSteps, type Call, type CallStep } from '../call/call.ts';
import { depsOf } from '../call/perform.ts';
import type { CallRefusal } from '../call/refusal.ts';

/** One look at a resource: a digest of what a reader would be told now, without the time of asking, or why they would not be told. */
export async function look(call: Call, steps: readonly CallStep[]): Promise<Result<string, CallRefusal>> {
  const refusal = await throughSteps(call, steps);
  if (refusal !== undefined) return refuse(refusal);
  const { template, variable } = foundIn(call, 'resource');
  const answer = await template.read(variable, depsOf(call, call.tx));
  if (!answer.ok) return refuse({ step: 'perform', ...answer.refusal });
  const { as_of: _at, ...told } = answer.value;
  return ok(createHash('sha256').update(JSON.stringify(told)).digest('hex'));
}
