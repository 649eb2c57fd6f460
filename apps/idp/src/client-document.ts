import { errors, type Configuration } from 'oidc-provider';
import * as z from 'zod';
import { isLoopback } from './loopback.ts';

/** The most that is read of a client's document, as the library does for documents served over TLS. */
export const DOCUMENT_BYTES_MAX = 5 * 1_024;
const answerMs = 2_500;
const keptMs = 30_000;
const keptMax = 100;
const charactersMax = 500;

export type Fetch = NonNullable<Configuration['fetch']>;
type Metadata = Readonly<Record<string, unknown>>;

/** What a document on this machine may say. Shared secrets are none where everybody reads the document. */
const document = z.looseObject({
  client_id: z.string(),
  token_endpoint_auth_method: z.enum(['none', 'private_key_jwt']).default('none'),
  client_secret: z.never('must not be in a public document').optional(),
  redirect_uris: z.array(z.string().max(charactersMax).refine(isLoopback, 'must be on this machine')).min(1).max(20),
});

/**
 * Whether a client id is the address of a metadata document on this machine. Those over TLS are the library's; its rule is https only, and
 * a program under development has no certificate.
 */
export function isLocalDocument(clientId: string): boolean {
  if (!isLoopback(clientId) || clientId.length > charactersMax) return false;
  const { href, pathname } = new URL(clientId);
  return href === clientId && pathname !== '/' && !/[?#]/.test(clientId);
}

/** Finds clients by the address of their document (OAuth Client ID Metadata Document, draft 02), remembered for half a minute. */
export function localDocuments(fetch: Fetch, clock: () => Date): (clientId: string) => Promise<Metadata | undefined> {
  const kept = new Map<string, { readonly metadata: Metadata; readonly until: number }>();
  return async (clientId) => {
    if (!isLocalDocument(clientId)) return undefined;
    const now = clock().getTime();
    const known = kept.get(clientId);
    if (known !== undefined && known.until > now) return known.metadata;
    const metadata = checked(clientId, await fetchDocument(fetch, clientId));
    kept.delete(clientId);
    kept.set(clientId, { metadata, until: now + keptMs });
    const oldest = kept.size > keptMax ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return metadata;
  };
}

function checked(clientId: string, text: string): Metadata {
  const parsed = document.safeParse(parsedJson(text));
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new errors.InvalidClientMetadata(`client_id metadata document: ${problems.join(', ')}`);
  }
  if (parsed.data.client_id === clientId) return parsed.data;
  throw new errors.InvalidClientMetadata('client_id metadata document client_id does not match its address');
}

async function fetchDocument(fetch: Fetch, clientId: string): Promise<string> {
  const signal = AbortSignal.timeout(answerMs);
  try {
    const response = await fetch(clientId, {
      method: 'GET',
      redirect: 'error',
      headers: { accept: 'application/json' },
      signal,
    });
    if (response.status === 200 && response.body !== null) return await boundedText(response.body);
  } catch {
    // What went wrong there is for whoever runs that program; here it is a client without a document.
  }
  throw new errors.InvalidClient('client_id metadata document could not be fetched');
}

async function boundedText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > DOCUMENT_BYTES_MAX) throw new RangeError('the document is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
