import type { IncomingMessage } from 'node:http';
import type { HttpCall, HttpRefusal } from '../http-call.ts';
import { HTTP_CODE } from '../http-call.ts';
import { tooLarge } from './check-size.ts';

/** The whole body; null where it grows beyond the bound, undefined where the client went away before its end. */
function bodyOf(request: IncomingMessage, bytesMax: number): Promise<Uint8Array | null | undefined> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array | null | undefined>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= bytesMax) {
      chunks.push(chunk);
      return;
    }
    chunks.length = 0;
    request.pause();
    resolve(null);
  });
  request.on('end', () => {
    const [only, ...more] = chunks;
    resolve(only !== undefined && more.length === 0 ? only : Buffer.concat(chunks));
  });
  request.on('close', () => {
    resolve(undefined);
  });
  request.on('error', () => {
    resolve(undefined);
  });
  return promise;
}

/** Reads the body of a POST, up to the bound and no further. */
export async function readBody({ request, site, found }: HttpCall): Promise<HttpRefusal | undefined> {
  if (request.method !== 'POST') return undefined;
  const body = await bodyOf(request, site.bounds.bodyBytesMax);
  if (body === null) return tooLarge(site.bounds.bodyBytesMax);
  if (body === undefined) {
    return { status: 400, reason: 'body_cut', jsonRpcCode: HTTP_CODE, message: 'The body has no end.' };
  }
  found.body = body;
  return undefined;
}
