import { callerKey } from '../caller-key.ts';
import { foundOf, HTTP_CODE, type HttpCall, type HttpRefusal } from '../http-call.ts';

/** So many at a time, of one caller and of all: whoever asks for more waits, and holds up nobody else. */
export function boundInFlight(call: HttpCall): HttpRefusal | undefined {
  const { site, found } = call;
  if (found.message?.kind !== 'request') return undefined;
  const full = site.inFlight.full(callerKey(foundOf(call, 'identity')));
  if (full === undefined) return undefined;
  const [status, reason] = full === 'caller' ? [429, 'too_many_in_flight'] : [503, 'busy'];
  const message = 'Too many requests wait for an answer; try again when one has come.';
  return { status, reason, jsonRpcCode: HTTP_CODE, message, headers: { 'retry-after': '1' } };
}
