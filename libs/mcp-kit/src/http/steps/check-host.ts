import { HTTP_CODE, type HttpCall, type HttpRefusal } from '../http-call.ts';

/** The names of a loopback address, with a port or without. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** `Host` is this server: a page of another site that resolves its own name to this address is refused (DNS rebinding). */
export function checkHost({ request, site }: HttpCall): HttpRefusal | undefined {
  const host = request.headers.host ?? '';
  const { hosts } = site.options;
  const isOurs = hosts === undefined ? LOOPBACK.test(host) : hosts.includes(host.toLowerCase());
  if (isOurs) return undefined;
  return { status: 403, reason: 'host_unknown', jsonRpcCode: HTTP_CODE, message: 'This host is not served here.' };
}
