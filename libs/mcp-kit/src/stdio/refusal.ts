import type { RequestId } from '@modelcontextprotocol/server';

import type { StrictJsonCode } from '@supercargo/kernel';

/** JSON-RPC 2.0 section 5.1, and one code of ours outside the range −32768 to −32000 that JSON-RPC reserves. */
export const RPC_CODES = {
  parseError: -32_700,
  invalidRequest: -32_600,
  invalidParams: -32_602,
  internalError: -32_603,
  tooManyInFlight: -31_000,
} as const;

/** Why a line never reached a handler; stable, for audit records and for `error.data.reason`. */
export type RefusalCode =
  | StrictJsonCode
  | 'line_too_long'
  | 'batch'
  | 'not_an_object'
  | 'wrong_jsonrpc'
  | 'bad_id'
  | 'bad_method'
  | 'bad_params'
  | 'bad_message'
  | 'id_in_use'
  | 'too_many_in_flight';

/** A line that is answered, or dropped, without reaching the server. `message` is text of ours. */
export interface FrameRefusal {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly jsonRpcCode: number;
  /** The id to answer with; null when none can be read without doubt. */
  readonly id: RequestId | null;
  readonly method?: string;
  readonly message: string;
  /** False for a notification, which is never answered (JSON-RPC 2.0 section 4.1). */
  readonly answered: boolean;
}

/** One line that says no, as JSON-RPC wants it: `id` is null when the request's own could not be read. */
export function errorLine(id: RequestId | null, code: number, message: string, reason?: RefusalCode): string {
  const data = reason === undefined ? {} : { data: { reason } };
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message, ...data } });
}
