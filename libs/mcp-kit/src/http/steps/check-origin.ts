import { foundOf, HTTP_CODE, valuesOf, type HttpCall, type HttpRefusal } from '../http-call.ts';

/** A browser's page may ask only if it came from here, or from where it was configured. Nothing else sends `Origin`. */
export function checkOrigin(call: HttpCall): HttpRefusal | undefined {
  const origins = valuesOf(call.request, 'origin');
  const { origins: configured = [] } = call.site.options;
  const own = foundOf(call, 'origin');
  if (origins.every((origin) => origin === own || configured.includes(origin))) return undefined;
  return { status: 403, reason: 'origin_unknown', jsonRpcCode: HTTP_CODE, message: 'This origin may not ask here.' };
}
