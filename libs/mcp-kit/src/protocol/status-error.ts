import { ProtocolError } from '@modelcontextprotocol/server';
import type { CallRefusal } from '../call/refusal.ts';
import type { Principal } from '../runtime.ts';

/** Codes of ours for refusals that HTTP says by its status; outside the range −32768 to −32000 that JSON-RPC reserves. */
export const STATUS_CODES = { forbidden: -31_001, tooManyCalls: -31_002 } as const;

/** What such an error carries for the headers of its answer. */
export interface StatusData {
  readonly scopes?: readonly string[];
  readonly retrySeconds?: number;
}

/** A refusal in one sentence. */
export function refusalSentence({ reason, accepted }: CallRefusal): string {
  return accepted === undefined ? `${reason}.` : `${reason}; accepted: ${accepted}.`;
}

/** The error for a refusal that is a status over HTTP (403, 429); undefined where the refusal is said in the protocol alone. */
export function statusError(principal: Principal, refusal: CallRefusal): ProtocolError | undefined {
  if (principal.via === 'local') return undefined;
  const { scopes, retrySeconds } = refusal;
  if (scopes !== undefined) {
    return new ProtocolError(STATUS_CODES.forbidden, refusalSentence(refusal), { scopes });
  }
  if (retrySeconds !== undefined) {
    return new ProtocolError(STATUS_CODES.tooManyCalls, refusalSentence(refusal), { retrySeconds });
  }
  return undefined;
}
