import { ok, refuse, type Result } from '@supercargo/kernel';
import type { Standing } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import type { Principal, Runtime } from '../runtime.ts';
import type { LedgerTool, ReadTool, ToolDeps } from '../tool.ts';
import type { CallOutcome } from './outcome.ts';
import type { CallRefusal } from './refusal.ts';

export function depsOf(
  runtime: Runtime,
  tx: TenantTx,
  principal: Principal,
  standing: Pick<Standing, 'roles'>,
): ToolDeps {
  return {
    tx,
    clock: runtime.clock,
    newId: runtime.newId,
    caller: { person: principal.person, roles: standing.roles },
  };
}

/** Step 6 of a read: its handler; and step 7: its output parsed before it leaves. */
export async function answerRead(
  tool: ReadTool,
  input: Record<string, unknown>,
  deps: ToolDeps,
): Promise<Result<Record<string, unknown>, CallRefusal>> {
  const answer = await tool.read(input, deps);
  if (!answer.ok) return refuse({ step: 'perform', ...answer.refusal });
  // A tool that answers outside its own schema is a defect: it throws, and the caller is told nothing of it.
  return ok(tool.output.parse(answer.value));
}

/** Step 6 and 7 of a tool about the ledger, in a transaction of its own that may write through the ledger's functions. */
export async function runLedger(
  runtime: Runtime,
  principal: Principal,
  standing: Standing,
  tool: LedgerTool,
  input: Record<string, unknown>,
): Promise<CallOutcome> {
  const answer = await runtime.door.write(principal.tenant, (tx) =>
    tool.run(input, depsOf(runtime, tx, principal, standing)),
  );
  if (!answer.ok) return { kind: 'refused', refusal: { step: 'perform', ...answer.refusal } };
  return { kind: 'answered', structured: tool.output.parse(answer.value) };
}
