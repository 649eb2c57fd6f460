import type { IncomingMessage } from 'node:http';
import { HTTP_CODE, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

function refuse(status: number, reason: string, message: string): HttpRefusal {
  return { status, reason, jsonRpcCode: HTTP_CODE, message };
}

function accepts(request: IncomingMessage, type: string): boolean {
  const ranges = (request.headers.accept ?? '').split(',').map((range) => range.split(';', 1)[0]?.trim().toLowerCase());
  return ranges.some((range) => range === type || range === '*/*' || range === `${type.split('/', 1)[0] ?? ''}/*`);
}

/** JSON as it is, not packed; and a client that can read both ways of answering (Streamable HTTP, "Sending Messages"). */
export function checkContent({ request }: HttpCall): HttpRefusal | undefined {
  const { method } = request;
  if (method === 'GET' && !accepts(request, 'text/event-stream')) {
    return refuse(406, 'accept', 'Accept must list text/event-stream.');
  }
  if (method !== 'POST') return undefined;
  const types = valuesOf(request, 'content-type');
  if (types.length !== 1 || !JSON_TYPE.test(types[0] ?? '')) {
    return refuse(415, 'content_type', 'Content-Type must be application/json.');
  }
  if (valuesOf(request, 'content-encoding').some((encoding) => encoding.toLowerCase() !== 'identity')) {
    return refuse(415, 'content_encoding', 'A body is sent as it is: no Content-Encoding.');
  }
  if (accepts(request, 'application/json') && accepts(request, 'text/event-stream')) return undefined;
  return refuse(406, 'accept', 'Accept must list application/json and text/event-stream.');
}
