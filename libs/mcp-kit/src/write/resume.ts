import { LEDGER_REFUSALS, readRequest, recordConsent, withdraw } from '@supercargo/approval';
import * as z from 'zod';
import type { TenantTx } from '@supercargo/tenancy';
import type { ToolCall } from '../call/call-tool.ts';
import type { Call } from '../call/call.ts';
import type { CallOutcome } from '../call/outcome.ts';
import type { WriteTool } from '../tool.ts';
import { isSameRequest } from './consent.ts';
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
  if (resumed.answer === 'given') {
    // A consent is to the digest of the card that was shown.
    await recordConsent(tx, request.id, request.planDigest);
  }
  if (resumed.answer === 'declined') await withdraw(tx, request.id, principal.person, 'declined in the host');
  // The person has been asked once in this call; whatever they answered, the call now ends with where the request stands.
  return settle(call, tx, tool, await requestOf(tx, request.id), false);
}
