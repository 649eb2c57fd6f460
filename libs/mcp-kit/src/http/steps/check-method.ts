import { HTTP_CODE, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';

/** Streams and the end of sessions, which only the protocol before 2026-07-28 has. */
const OF_SESSIONS: ReadonlySet<string | undefined> = new Set(['GET', 'DELETE']);

/** POST, and of a session also GET and DELETE. */
export function checkMethod({ request }: HttpCall): HttpRefusal | undefined {
  if (request.method === 'POST') return undefined;
  if (OF_SESSIONS.has(request.method) && valuesOf(request, 'mcp-session-id').length > 0) return undefined;
  const message = 'Only POST is answered here, and for a session of its own GET and DELETE.';
  return { status: 405, reason: 'method', jsonRpcCode: HTTP_CODE, message, headers: { allow: 'POST, GET, DELETE' } };
}
