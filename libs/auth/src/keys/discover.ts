import { addressProblem } from '../config/address.ts';
import type { JsonObject } from '../token/token-reading.ts';
import { DocumentFault, fetchDocument, type DocumentRequest } from './fetch-document.ts';

/** Where an issuer's metadata may be: path-inserted (RFC 8414 §3.1), then appended (OpenID Connect Discovery 1.0 §4). */
export function metadataAddresses(issuer: string): readonly [string, string] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

async function fetchMetadata(issuer: string, request: Omit<DocumentRequest, 'url'>): Promise<JsonObject> {
  const [first, second] = metadataAddresses(issuer);
  try {
    return await fetchDocument({ ...request, url: first });
  } catch (failure) {
    if (!(failure instanceof DocumentFault) || request.signal.aborted) throw failure;
    return fetchDocument({ ...request, url: second });
  }
}

/** The address of an issuer's keys, by its metadata, which must be of exactly this issuer (RFC 8414 §3.3). */
export async function discoverKeys(
  issuer: string,
  development: boolean,
  request: Omit<DocumentRequest, 'url'>,
): Promise<string> {
  const metadata = await fetchMetadata(issuer, request);
  if (metadata['issuer'] !== issuer) throw new DocumentFault('names another issuer');
  const address = metadata['jwks_uri'];
  if (typeof address !== 'string') throw new DocumentFault('names no jwks_uri');
  const problem = addressProblem(address, development);
  if (problem !== undefined) throw new DocumentFault(`names a jwks_uri that ${problem}`);
  return address;
}
