import { readFrame } from '../../stdio/frame.ts';
import { foundOf, type HttpCall, type HttpRefusal } from '../http-call.ts';

/** Reads the body as one message, by the reader that stdio has: what could be understood in two ways is refused. */
export function readMessage(call: HttpCall): HttpRefusal | undefined {
  if (call.request.method !== 'POST') return undefined;
  const frame = readFrame(foundOf(call, 'body'));
  if (frame.kind === 'refused') {
    const { code: reason, jsonRpcCode, message, id, method } = frame;
    return { status: 400, reason, jsonRpcCode, message, id, ...(method === undefined ? {} : { method }) };
  }
  if (frame.kind === 'complaint') {
    const message = 'An error that names no request is answered by nobody.';
    return { status: 400, reason: 'complaint', jsonRpcCode: -32_600, message };
  }
  call.found.message = frame;
  return undefined;
}
