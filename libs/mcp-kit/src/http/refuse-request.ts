import type { ServerResponse } from 'node:http';
import { recordProtocolRefusal } from '../record-refusal.ts';
import type { HttpCall, HttpRefusal } from './http-call.ts';

/** A fault on the way: nothing of it leaves. */
export const FAULT: HttpRefusal = {
  ...{ status: 500, reason: 'fault', jsonRpcCode: -32_603, message: 'Internal error.' },
};

function methodOf({ found }: HttpCall, refusal: HttpRefusal): string | null {
  if (refusal.method !== undefined) return refusal.method.slice(0, 64);
  const { message } = found.message ?? {};
  return message !== undefined && 'method' in message ? message.method.slice(0, 64) : null;
}

function idOf({ found }: HttpCall, refusal: HttpRefusal): unknown {
  if (refusal.id !== undefined) return refusal.id;
  return found.message?.kind === 'request' ? found.message.message.id : null;
}

/** Where the caller is known, a refusal is a record in their company; before that it is counted. */
async function recorded(call: HttpCall, refusal: HttpRefusal): Promise<HttpRefusal> {
  const { site, found, request } = call;
  const { status, reason, jsonRpcCode } = refusal;
  site.runtime.telemetry?.metrics?.refused(status, reason, found.principal !== undefined);
  if (found.principal === undefined) {
    site.options.onUnknown?.({ reason, status, address: request.socket.remoteAddress ?? '', ...refusal.token });
    return refusal;
  }
  if (refusal.isRecorded === false) return refusal;
  try {
    await recordProtocolRefusal(site.runtime, found.principal, {
      ...{ code: reason, http: status, json_rpc: jsonRpcCode, method: methodOf(call, refusal) },
      bytes: found.body?.length ?? 0,
    });
    return refusal;
  } catch (fault) {
    site.runtime.onFault(fault, 'record of a refusal');
    return FAULT;
  }
}

/** Answers a request that goes no further, once the refusal is recorded. */
export async function refuseRequest(call: HttpCall, response: ServerResponse, refused: HttpRefusal): Promise<void> {
  const refusal = await recorded(call, refused);
  if (response.headersSent || response.destroyed) return;
  const { jsonRpcCode: code, message, data } = refusal;
  const error = { code, message, data: data ?? { reason: refusal.reason } };
  const text = JSON.stringify({ jsonrpc: '2.0', id: idOf(call, refusal), error });
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...refusal.headers,
  });
  response.end(text);
}
