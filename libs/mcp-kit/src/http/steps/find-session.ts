import { callerKey } from '../caller-key.ts';
import { foundOf, HTTP_CODE, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';

/**
 * The session that a request before 2026-07-28 belongs to. Its id proves nothing: a session of another caller is as unknown as one that
 * never was. `initialize` has none yet.
 */
export function findSession(call: HttpCall): HttpRefusal | undefined {
  if (foundOf(call, 'era') === 'modern') return undefined;
  const [id, ...others] = valuesOf(call.request, 'mcp-session-id');
  const { message } = call.found;
  if (message?.kind === 'request' && message.message.method === 'initialize') {
    if (id === undefined) return undefined;
    return { status: 400, reason: 'session_begun', jsonRpcCode: -32_600, message: 'The session has begun already.' };
  }
  if (id === undefined || others.length > 0) {
    return { status: 400, reason: 'no_session', jsonRpcCode: -32_600, message: 'A request has one Mcp-Session-Id.' };
  }
  const session = call.site.sessions.find(id, callerKey(foundOf(call, 'identity')));
  if (session === undefined) {
    return { status: 404, reason: 'session_unknown', jsonRpcCode: HTTP_CODE, message: 'There is no such session.' };
  }
  call.found.session = session;
  return undefined;
}
