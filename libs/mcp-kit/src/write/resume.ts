import {
  execute,
  LEDGER_REFUSALS,
  readRequest,
  recordConsent,
  withdraw,
  type LedgerRequest,
} from '@supercargo/approval';
import * as z from 'zod';
import type { TenantTx } from '@supercargo/tenancy';
import { foundIn, type Call } from '../call/call.ts';
import type { CallOutcome } from '../call/outcome.ts';
import type { WriteTool } from '../tool.ts';
import { splitWriteArguments } from '../write-arguments.ts';
import { isSameRequest, type ConsentAnswer } from './consent.ts';
import { requestOf, settle } from './settle.ts';

/** The request that a caller names: theirs to go on with or not, which is seen later. A handle that is no id names none. */
export async function findHandedBack(tx: TenantTx, handle: string): Promise<LedgerRequest | undefined> {
  const { data: id } = z.uuid().safeParse(handle);
  return id === undefined ? undefined : readRequest(tx, id);
}

/** Goes on with a request after the host's person was shown its card. A handle of another caller or other arguments is unknown here. */
export async function resume(
  call: Call,
  tx: TenantTx,
  tool: WriteTool,
  request: LedgerRequest | undefined,
  answer: ConsentAnswer,
): Promise<CallOutcome> {
  const { principal } = call;
  const { own } = splitWriteArguments(tool.input, foundIn(call, 'input'));
  if (request === undefined || !isSameRequest(request, principal, tool.name, own)) {
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
  // Where a consent was not the question, nothing that is handed back is one, nor the opposite.
  const counted = request.tier === 'consent' ? answer : 'unanswered';
  const [, after] = await Promise.all([
    decide(tx, tool, request, principal.person, counted),
    requestOf(tx, request.id),
  ]);
  // The person has been asked once in this call; whatever they answered, the call now ends with where the request stands.
  return settle(call, tx, tool, after, []);
}

/** Statements are done in the order in which they are sent, so none waits for the one before: an effect leaves alone what is not approved. */
async function decide(
  tx: TenantTx,
  tool: WriteTool,
  request: LedgerRequest,
  person: string,
  answer: ConsentAnswer,
): Promise<void> {
  // A consent is to the digest of the card that was shown.
  if (answer === 'given') {
    await Promise.all([recordConsent(tx, request.id, request.planDigest), execute(tx, tool.execute, request.id)]);
  }
  if (answer === 'declined') await withdraw(tx, request.id, person, 'declined in the host');
}
