import { ok, refuse, type Result } from '@supercargo/kernel';
import type { PreparedTool } from '../runtime.ts';
import type { WriteTool } from '../tool.ts';
import { splitWriteArguments } from '../write-arguments.ts';
import { planWrite, type PlannedWrite } from '../write/propose.ts';
import { callSteps } from './call-steps.ts';
import type { ToolCall } from './call-tool.ts';
import { foundIn, throughSteps, type Call } from './call.ts';
import type { CallOutcome } from './outcome.ts';
import { answerRead, depsOf, runLedger } from './perform.ts';
import type { CallRefusal } from './refusal.ts';

type WritePrepared = PreparedTool & { readonly tool: WriteTool };

/** What a call that passed its steps goes on with, after its READ ONLY transaction has ended. */
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

/** The steps, then what the tool does with the caller's READ ONLY transaction: a read answers, a write plans. */
export async function admit(call: Call, resumed: ToolCall['resumed']): Promise<Result<Admitted, CallRefusal>> {
  const refused = await throughSteps(call, callSteps);
  if (refused !== undefined) return refuse(refused);
  const prepared = foundIn(call, 'tool');
  const { tool } = prepared;
  const standing = foundIn(call, 'standing');
  const input = foundIn(call, 'input');
  switch (tool.effect) {
    case 'read': {
      const answered = await answerRead(tool, input, depsOf(call.runtime, call.tx, call.principal, standing));
      return answered.ok ? ok({ kind: 'answered', structured: answered.value }) : answered;
    }
    case 'ledger':
      return ok({ kind: 'withdrawal', run: () => runLedger(call.runtime, call.principal, standing, tool, input) });
    case 'write':
      return admitWrite(call, { ...prepared, tool }, resumed);
  }
}

async function admitWrite(
  call: Call,
  prepared: WritePrepared,
  resumed: ToolCall['resumed'],
): Promise<Result<Admitted, CallRefusal>> {
  const input = foundIn(call, 'input');
  if (resumed !== undefined) {
    return ok({ kind: 'resumed', prepared, ownArguments: splitWriteArguments(input).own, resumed });
  }
  const standing = foundIn(call, 'standing');
  const planned = await planWrite(call.runtime, call.tx, call.principal, standing, prepared, input);
  return planned.ok ? ok({ kind: 'planned', prepared, planned: planned.value }) : planned;
}
