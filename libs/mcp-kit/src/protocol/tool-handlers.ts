import {
  inputRequired,
  type CallToolResult,
  type InputRequiredResult,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { LedgerRequest } from '@supercargo/approval';
import { assert } from '@supercargo/kernel';
import type { TraceContext } from '@supercargo/observe';
import { callTool, type ToolCall } from '../call/call-tool.ts';
import type { Principal, Runtime } from '../runtime.ts';
import { endOf, observed } from '../telemetry/observed.ts';
import { consentForm, consentFrom, type ConsentAnswer } from '../write/consent.ts';
import { canShowForms, declaredBy, isModern } from './client-abilities.ts';
import { resultOf } from './result-of.ts';
import { statusError } from './status-error.ts';

/** The key of our one question in `inputRequests`. */
const CONSENT = 'consent';
/** Hosts give up on a call after 60 s; the request waits all the same. */
const ELICITATION_MS_MAX = 55_000;

/** On 2025-era connections the question goes out as a request of its own, inside the call. No answer loses nothing. */
async function askOnConnection(
  context: ServerContext,
  inputEnded: AbortSignal,
  request: LedgerRequest,
): Promise<ConsentAnswer> {
  try {
    const form = consentForm(request);
    return consentFrom(
      await context.mcpReq.elicitInput(
        { mode: 'form', ...form, requestedSchema: { ...form.requestedSchema, required: ['confirm'] } },
        {
          timeout: ELICITATION_MS_MAX,
          signal: AbortSignal.any([context.mcpReq.signal, inputEnded]),
          // Asked on the call's own stream: no client has to keep another one open (2025-11-25, "Streamable HTTP").
          relatedRequestId: context.mcpReq.id,
        },
      ),
    );
  } catch {
    // A host that hangs up, times out or answers nonsense has not consented.
    return 'unanswered';
  }
}

/** What is handed back since 2026-07-28; before it a question is answered by itself. Who shows no forms has asked nobody. */
function resumedFrom(context: ServerContext, canElicit: boolean): ToolCall['resumed'] {
  const requestId = context.mcpReq.requestState();
  if (!isModern(context) || typeof requestId !== 'string') return undefined;
  return { requestId, answer: canElicit ? consentFrom(context.mcpReq.inputResponses?.[CONSENT]) : 'unanswered' };
}

/** Answers `tools/call` in both eras from one list of steps. */
export async function handleToolCall(
  runtime: Runtime,
  principal: Principal,
  host: { readonly server: Pick<Server, 'getClientCapabilities'>; readonly inputEnded: AbortSignal },
  params: { readonly name: string; readonly arguments?: Record<string, unknown> | undefined },
  context: ServerContext,
  trace: TraceContext,
): Promise<CallToolResult | InputRequiredResult> {
  const canElicit = canShowForms(declaredBy(context, host.server.getClientCapabilities()));
  const call: ToolCall = {
    name: params.name,
    received: params.arguments,
    canElicit,
    resumed: resumedFrom(context, canElicit),
    signal: context.mcpReq.signal,
    trace: trace.traceId,
  };
  const named = { method: 'tools/call', tool: params.name, trace } as const;
  const isWrite = runtime.tools.get(params.name)?.tool.effect === 'write';
  const outcome = await observed(runtime, named, () => callTool(runtime, principal, call), endOf);
  const error = outcome.kind === 'refused' ? statusError(principal, outcome.refusal) : undefined;
  if (error !== undefined) throw error;
  if (outcome.kind !== 'consent') return resultOf(outcome, isWrite);
  const { request } = outcome;
  if (isModern(context)) {
    return inputRequired({
      requestState: request.id,
      inputRequests: { [CONSENT]: inputRequired.elicit({ mode: 'form', ...consentForm(request) }) },
    });
  }
  const answer = await askOnConnection(context, host.inputEnded, request);
  // Asked and answered: a host that hung up meanwhile is told where the request stands when it asks again.
  const resumed = { requestId: request.id, answer };
  const again = { ...call, resumed, signal: undefined };
  const settled = await observed(runtime, named, () => callTool(runtime, principal, again), endOf);
  assert(settled.kind !== 'consent', 'a call asks its person once');
  return resultOf(settled, isWrite);
}
