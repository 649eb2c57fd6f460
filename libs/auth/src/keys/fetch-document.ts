import type { JsonObject } from '../token/token-reading.ts';
import { readObject } from '../token/json-object.ts';

export const DOCUMENT_BYTES_MAX = 65_536;
export const DOCUMENT_MS_MAX = 5_000;

/** Why a document of an issuer could not be had, in words of ours. */
export class DocumentFault extends Error {
  override readonly name = 'DocumentFault';
}

/** What is asked of an issuer, and by what means. */
export interface DocumentRequest {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly init?: RequestInit;
  /** Ends the request when the authenticator closes. */
  readonly signal: AbortSignal;
  readonly millisecondsMax?: number;
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> = response.body ?? ReadableStream.from<Uint8Array>([]);
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the body: the rest is not received.
    if (bytes > DOCUMENT_BYTES_MAX) throw new DocumentFault(`is longer than ${DOCUMENT_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * A JSON object that an issuer serves: status 200, no redirect followed, bounded in bytes (after decompression) and in time
 * (until the last byte), read strictly. Throws a DocumentFault otherwise.
 */
export async function fetchDocument(request: DocumentRequest): Promise<JsonObject> {
  const timeout = AbortSignal.timeout(request.millisecondsMax ?? DOCUMENT_MS_MAX);
  let bytes: Uint8Array;
  try {
    const response = await request.fetch(request.url, {
      ...request.init,
      headers: { accept: 'application/json', ...(request.init?.headers as Record<string, string> | undefined) },
      redirect: 'manual',
      signal: AbortSignal.any([request.signal, timeout]),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new DocumentFault(`answered ${response.status}`);
    }
    bytes = await readBounded(response);
  } catch (failure) {
    if (failure instanceof DocumentFault) throw failure;
    throw new DocumentFault(timeout.aborted ? 'took too long' : 'could not be reached', { cause: failure });
  }
  const object = readObject(bytes);
  if (!object.ok) throw new DocumentFault('is not a JSON object with each member once');
  return object.value;
}
