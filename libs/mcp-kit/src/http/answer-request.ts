import { ProtocolErrorCode, type JSONRPCResponse } from '@modelcontextprotocol/server';
import type { Authenticator } from '@supercargo/auth';
import { STATUS_CODES, type StatusData } from '../protocol/status-error.ts';
import { recordProtocolRefusal } from '../record-refusal.ts';
import type { RemotePrincipal, Runtime } from '../runtime.ts';
import type { Exchange } from './exchange.ts';

/** What answering an error takes. */
export interface Answering {
  readonly runtime: Runtime;
  readonly authenticator: Pick<Authenticator, 'insufficientScope'>;
  /** On 2026-07-28 some errors of the protocol have a status; before it all of them are said in a 200. */
  readonly isModern: boolean;
}

type ErrorAnswer = Extract<JSONRPCResponse, { readonly error: unknown }>;

const INTERNAL_CODE: number = ProtocolErrorCode.InternalError;
const INTERNAL = { code: INTERNAL_CODE, message: 'Internal error.' };

/** Statuses of 2026-07-28 ("Sending Messages"); any other error of the protocol is said in a 200. */
const MODERN_STATUS: ReadonlyMap<number, number> = new Map<number, number>([
  [ProtocolErrorCode.MethodNotFound, 404],
  [ProtocolErrorCode.MissingRequiredClientCapability, 400],
  [ProtocolErrorCode.UnsupportedProtocolVersion, 400],
]);

interface Status {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What a client is told to ask for: what the call needs, after what its token is good for here already. Many ask for exactly what they are
 * told, and the token that they get is the only one they keep.
 */
function challenged(
  runtime: Runtime,
  { scopes: given }: RemotePrincipal,
  needed: readonly string[],
): readonly string[] {
  const used = new Set([...runtime.tools.values()].flatMap(({ tool }) => tool.scopes));
  return [...new Set([...[...given].filter((scope) => used.has(scope)), ...needed])];
}

function statusOf(answering: Answering, principal: RemotePrincipal, { code, data }: ErrorAnswer['error']): Status {
  const { authenticator, isModern, runtime } = answering;
  const { scopes = [], retrySeconds = 1 } = (data ?? {}) as StatusData;
  const own: number = code;
  if (own === STATUS_CODES.forbidden) {
    const challenge = authenticator.insufficientScope(challenged(runtime, principal, scopes));
    return { status: 403, headers: { 'www-authenticate': challenge } };
  }
  if (own === STATUS_CODES.tooManyCalls) {
    return { status: 429, headers: { 'retry-after': retrySeconds.toString() } };
  }
  return { status: isModern ? (MODERN_STATUS.get(code) ?? 200) : 200, headers: {} };
}

/** Records an error that no handler of ours answers for; it leaves once its record is durable, and not at all in the words of a fault. */
async function recordedError({ runtime }: Answering, exchange: Exchange, answer: ErrorAnswer): Promise<ErrorAnswer> {
  const { principal, method } = exchange.asked;
  const { code } = answer.error;
  try {
    await recordProtocolRefusal(runtime, principal, {
      code: 'protocol_error',
      json_rpc: code,
      method: method.slice(0, 64),
    });
    return code === INTERNAL_CODE ? { ...answer, error: INTERNAL } : answer;
  } catch (fault) {
    runtime.onFault(fault, 'record of a refusal');
    return { ...answer, error: INTERNAL };
  }
}

/** Sends the answer to a request, under the id that its client gave it. */
export async function answerRequest(answering: Answering, exchange: Exchange, answer: JSONRPCResponse): Promise<void> {
  const id = exchange.asked.id ?? undefined;
  if (!('error' in answer)) {
    exchange.answer({ ...answer, id: id ?? answer.id });
    return;
  }
  const error = exchange.audited ? answer : await recordedError(answering, exchange, answer);
  const { status, headers } = statusOf(answering, exchange.asked.principal, error.error);
  exchange.answer({ ...error, id }, status, headers);
}
