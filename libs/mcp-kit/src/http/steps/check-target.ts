import { HTTP_CODE, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';

function refuse(reason: string, message: string): HttpRefusal {
  return { status: 400, reason, jsonRpcCode: HTTP_CODE, message };
}

/**
 * Which host and path the request is for, understood in one way. A target that is a whole address would name another host than `Host`
 * does (RFC 9112 §3.2.2), and two `Host` lines are two answers: both are refused.
 */
export function checkTarget(call: HttpCall): HttpRefusal | undefined {
  const { request, site, found } = call;
  const target = request.url ?? '';
  if (!target.startsWith('/')) return refuse('target_not_a_path', 'The request target must be a path.');
  const [host, ...others] = valuesOf(request, 'host');
  if (host === undefined || others.length > 0) return refuse('host_not_one', 'A request has one Host.');
  const query = target.indexOf('?');
  found.path = query === -1 ? target : target.slice(0, query);
  found.origin = site.options.publicOrigin ?? `${site.options.tls === undefined ? 'http' : 'https'}://${host}`;
  return undefined;
}
