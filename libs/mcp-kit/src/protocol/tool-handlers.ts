import {
  inputRequired,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { assert } from '@supercargo/kernel';
import type { TraceContext } from '@supercargo/observe';
import { callTool, type ToolCall } from '../call/call-tool.ts';
import { isQuestion } from '../call/outcome.ts';
import type { Principal, Runtime } from '../runtime.ts';
import { endOf, observed } from '../telemetry/observed.ts';
import type { CanShow } from '../write/question.ts';
import { askOnConnection, handedBack, inputRequestsOf } from './ask.ts';
import { isModern, whatItCanShow, type Handshake } from './client-abilities.ts';
import { resultOf } from './result-of.ts';
import { statusError } from './status-error.ts';

/** What is handed back since 2026-07-28; before it a question is answered by itself. Who shows no forms has asked nobody. */
function resumedFrom(context: ServerContext, canShow: CanShow): ToolCall['resumed'] {
  const requestId = context.mcpReq.requestState();
  if (!isModern(context) || typeof requestId !== 'string') return undefined;
  return { requestId, answer: canShow.includes('forms') ? handedBack(context) : 'unanswered' };
}

/** Answers `tools/call` in both eras from one list of steps. */
export async function handleToolCall(
  runtime: Runtime,
  principal: Principal,
  host: { readonly server: Handshake; readonly inputEnded: AbortSignal },
  params: { readonly name: string; readonly arguments?: Record<string, unknown> | undefined },
  context: ServerContext,
  trace: TraceContext,
): Promise<CallToolResult | InputRequiredResult> {
  const canShow = whatItCanShow(context, host.server);
  const call: ToolCall = {
    name: params.name,
    received: params.arguments,
    canShow,
    resumed: resumedFrom(context, canShow),
    signal: context.mcpReq.signal,
    trace: trace.traceId,
  };
  const named = { method: 'tools/call', tool: params.name, trace } as const;
  const isWrite = runtime.tools.get(params.name)?.tool.effect === 'write';
  const outcome = await observed(runtime, named, () => callTool(runtime, principal, call), endOf);
  const error = outcome.kind === 'refused' ? statusError(principal, outcome.refusal) : undefined;
  if (error !== undefined) throw error;
  if (!isQuestion(outcome)) return resultOf(outcome, isWrite);
  if (isModern(context)) {
    return inputRequired({ requestState: outcome.request.id, inputRequests: { ...inputRequestsOf(outcome) } });
  }
  const answer = await askOnConnection(context, host.inputEnded, outcome);
  // Asked and answered: a host that hung up meanwhile is told where the request stands when it asks again.
  const resumed = { requestId: outcome.request.id, answer };
  const again = { ...call, resumed, signal: undefined };
  const settled = await observed(runtime, named, () => callTool(runtime, principal, again), endOf);
  assert(!isQuestion(settled), 'a call asks its person once');
  return resultOf(settled, isWrite);
}
