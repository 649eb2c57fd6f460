import type { TenantTx } from '@supercargo/tenancy';
import type { LedgerTool, ReadTool, ToolDeps } from '../tool.ts';
import { foundIn, type Call } from './call.ts';
import type { CallOutcome } from './outcome.ts';

/** What a tool sees of a call that passed its steps, in this transaction. */
export function depsOf(call: Call, tx: TenantTx): ToolDeps {
  const { clock, newId } = call.runtime;
  const { person, agent } = call.principal;
  return { tx, clock, newId, caller: { person, agent, roles: foundIn(call, 'standing').roles } };
}

/** Step 6 of a read: its handler; and step 7: its output parsed before it leaves. */
export async function answerRead(tool: ReadTool, input: Record<string, unknown>, deps: ToolDeps): Promise<CallOutcome> {
  const answer = await tool.read(input, deps);
  if (!answer.ok) return { kind: 'refused', refusal: { step: 'perform', ...answer.refusal } };
  // A tool that answers outside its own schema is a defect: it throws, and the caller is told nothing of it.
  return { kind: 'answered', structured: tool.output.parse(answer.value) };
}

/** Steps 6 and 7 of a tool about the ledger, in a transaction that may write through the ledger's functions. */
export async function runLedger(
  tool: LedgerTool,
  input: Record<string, unknown>,
  deps: ToolDeps,
): Promise<CallOutcome> {
  const answer = await tool.run(input, deps);
  if (!answer.ok) return { kind: 'refused', refusal: { step: 'perform', ...answer.refusal } };
  return { kind: 'answered', structured: tool.output.parse(answer.value) };
}
