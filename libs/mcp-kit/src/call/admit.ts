import { ok, refuse, type Result } from '@supercargo/kernel';
import type { Standing } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import { splitWriteArguments } from '../write-arguments.ts';
import { inputSchemaOf } from '../definition.ts';
import type { PreparedTool, Principal, Runtime } from '../runtime.ts';
import type { WriteTool } from '../tool.ts';
import { planWrite, type PlannedWrite } from '../write/propose.ts';
import type { ToolCall } from './call-tool.ts';
import { checkScopes, checkSwitches, findStanding } from './check-standing.ts';
import { findTool } from './find-tool.ts';
import { limitRate } from './limit-rate.ts';
import type { CallOutcome } from './outcome.ts';
import { parseInput } from './parse-input.ts';
import { answerRead, depsOf, runLedger } from './perform.ts';
import type { CallRefusal } from './refusal.ts';

/** What the record says of a call beside its outcome; filled as the steps go. */
export interface Seen {
  input: Record<string, unknown> | undefined;
  standing: Standing | undefined;
}

type WritePrepared = PreparedTool & { readonly tool: WriteTool };

/** What a call that passed its checks goes on with, after its READ ONLY transaction has ended. */
export type Admitted =
  | { readonly kind: 'answered'; readonly structured: Record<string, unknown> }
  | { readonly kind: 'withdrawal'; readonly run: () => Promise<CallOutcome> }
  | { readonly kind: 'planned'; readonly prepared: WritePrepared; readonly planned: PlannedWrite }
  | {
      readonly kind: 'resumed';
      readonly prepared: WritePrepared;
      readonly ownArguments: Record<string, unknown>;
      readonly resumed: NonNullable<ToolCall['resumed']>;
    };

/** Steps 1 to 7, in one READ ONLY transaction of the tenant. */
export async function admit(
  runtime: Runtime,
  tx: TenantTx,
  principal: Principal,
  call: ToolCall,
  seen: Seen,
): Promise<Result<Admitted, CallRefusal>> {
  const found = findTool(runtime, call.name);
  if (!found.ok) return found;
  const { tool } = found.value;
  const standing = await findStanding(tx, principal, tool.name);
  if (!standing.ok) return standing;
  seen.standing = standing.value;
  const refused =
    checkScopes(runtime.definition, standing.value, tool.scopes) ??
    checkSwitches(standing.value) ??
    (await limitRate(runtime, principal, tool.name));
  if (refused !== undefined) return refuse(refused);
  const input = parseInput(inputSchemaOf(tool), call.received);
  if (!input.ok) return input;
  seen.input = input.value;

  switch (tool.effect) {
    case 'read': {
      const answered = await answerRead(tool, input.value, depsOf(runtime, tx, principal, standing.value));
      return answered.ok ? ok({ kind: 'answered', structured: answered.value }) : answered;
    }
    case 'ledger':
      return ok({ kind: 'withdrawal', run: () => runLedger(runtime, principal, standing.value, tool, input.value) });
    case 'write':
      return admitWrite(runtime, tx, principal, standing.value, { ...found.value, tool }, input.value, call);
  }
}

async function admitWrite(
  runtime: Runtime,
  tx: TenantTx,
  principal: Principal,
  standing: Standing,
  prepared: WritePrepared,
  input: Record<string, unknown>,
  call: ToolCall,
): Promise<Result<Admitted, CallRefusal>> {
  if (call.resumed !== undefined) {
    return ok({ kind: 'resumed', prepared, ownArguments: splitWriteArguments(input).own, resumed: call.resumed });
  }
  const planned = await planWrite(runtime, tx, principal, standing, prepared, input);
  return planned.ok ? ok({ kind: 'planned', prepared, planned: planned.value }) : planned;
}
