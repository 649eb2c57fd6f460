import type { Frame } from './frame.ts';
import type { InFlight } from './in-flight.ts';
import { RPC_CODES } from './refusal.ts';

/**
 * Lets a frame through, unless it is a request that would share an id with one in flight or exceed their number.
 *
 * Beyond the bound a request is answered with an error and reading goes on. To stop reading instead would hold back
 * the cancellations, and the answers to our own questions, that let the requests in flight end.
 */
export function admit(frame: Frame, inFlight: InFlight, inFlightMax: number): Frame {
  if (frame.kind !== 'request') return frame;
  const { id, method } = frame.message;
  const refused = { kind: 'refused', id, method, answered: true } as const;
  if (inFlight.has(id)) {
    const message = 'The id belongs to a request that has no answer yet.';
    return { ...refused, code: 'id_in_use', jsonRpcCode: RPC_CODES.invalidRequest, message };
  }
  if (inFlight.size < inFlightMax) return frame;
  const message = `At most ${inFlightMax} requests may wait for an answer; try again when one has come.`;
  return { ...refused, code: 'too_many_in_flight', jsonRpcCode: RPC_CODES.tooManyInFlight, message };
}
