import { facingRefusal } from '../../call/find-standing.ts';
import { foundOf, HTTP_CODE, type HttpCall, type HttpRefusal } from '../http-call.ts';

/** Customers and staff have deployments of their own: to the other's not even the names of tools are said. */
export function checkCaller(call: HttpCall): HttpRefusal | undefined {
  const refusal = facingRefusal(call.site.runtime.definition, foundOf(call, 'principal'));
  if (refusal === undefined) return undefined;
  return { status: 403, reason: refusal.code, jsonRpcCode: HTTP_CODE, message: refusal.reason };
}
