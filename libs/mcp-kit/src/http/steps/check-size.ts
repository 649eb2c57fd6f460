import { HTTP_CODE, type HttpCall, type HttpRefusal } from '../http-call.ts';

export function tooLarge(bytesMax: number): HttpRefusal {
  return {
    ...{ status: 413, reason: 'too_large', jsonRpcCode: HTTP_CODE, message: `A body is at most ${bytesMax} bytes.` },
    // What is still on its way is not read.
    headers: { connection: 'close' },
  };
}

/** A body that says it is too large is not begun. One that does not say is counted while it is read. */
export function checkSize({ request, site }: HttpCall): HttpRefusal | undefined {
  const length = Number(request.headers['content-length'] ?? 0);
  return length > site.bounds.bodyBytesMax ? tooLarge(site.bounds.bodyBytesMax) : undefined;
}
