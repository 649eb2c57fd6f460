import { LEDGER_REFUSALS, readRequest, recordConsent, withdraw, type LedgerRequest } from '@supercargo/approval';
import * as z from 'zod';
import type { TenantTx } from '@supercargo/tenancy';
import type { ToolCall } from '../call/call-tool.ts';
import type { Call } from '../call/call.ts';
import type { CallOutcome } from '../call/outcome.ts';
import type { WriteTool } from '../tool.ts';
import { isSameRequest, type ConsentAnswer } from './consent.ts';
import { requestOf, settle } from './settle.ts';

/** Goes on with a request after the host's person was shown its card. A handle of another caller or other arguments is unknown here. */
export async function resume(
  call: Call,
  tx: TenantTx,
  tool: WriteTool,
  ownArguments: Record<string, unknown>,
  resumed: NonNullable<ToolCall['resumed']>,
): Promise<CallOutcome> {
  const { principal } = call;
  const { data: id } = z.uuid().safeParse(resumed.requestId);
  const request = id === undefined ? undefined : await readRequest(tx, id);
  if (request === undefined || !isSameRequest(request, principal, tool.name, ownArguments)) {
    return {
      kind: 'refused',
      refusal: {
        step: 'perform',
        code: 'unknown_request',
        reason: LEDGER_REFUSALS.unknown_request,
        field: 'requestState',
      },
    };
  }
  // Statements are done in the order in which they are sent, so what stands afterwards is asked for without waiting.
  const decided = decide(tx, request, principal.person, resumed.answer);
  // The person has been asked once in this call; whatever they answered, the call now ends with where the request stands.
  const [, after] = await Promise.all([decided, requestOf(tx, request.id)]);
  return settle(call, tx, tool, after, false);
}

async function decide(tx: TenantTx, request: LedgerRequest, person: string, answer: ConsentAnswer): Promise<void> {
  // A consent is to the digest of the card that was shown.
  if (answer === 'given') await recordConsent(tx, request.id, request.planDigest);
  if (answer === 'declined') await withdraw(tx, request.id, person, 'declined in the host');
}
