import { readFile } from 'node:fs/promises';
import type { IssuerConfig } from '../config/issuer-config.ts';
import { fetchDocument, type DocumentRequest } from '../keys/fetch-document.ts';
import type { Finding } from '../refusal.ts';
import type { VerifiedToken } from '../verified-token.ts';

type Asked = Exclude<IssuerConfig['introspection'], { readonly consult: 'none' }>;

const SECRET_CHARACTERS_MAX = 1_024;

async function readSecret(path: string): Promise<string> {
  const secret = (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  if (secret === '' || secret.length > SECRET_CHARACTERS_MAX) throw new Error('clientSecretFile holds no secret');
  return secret;
}

/** Client credentials in a header, each part form-encoded first (RFC 6749 §2.3.1). */
function basic(clientId: string, clientSecret: string): string {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}

/**
 * Asks the issuer whether a token is still active (RFC 7662). Anything but a plain yes about this very token refuses; no
 * answer refuses as well.
 */
export async function introspect(
  asked: Asked,
  verified: VerifiedToken,
  request: Omit<DocumentRequest, 'url'>,
  onFault: (fault: unknown, where: string) => void,
): Promise<Finding> {
  try {
    const authorization = basic(asked.clientId, await readSecret(asked.clientSecretFile));
    const answer = await fetchDocument({
      ...request,
      url: asked.endpoint,
      init: {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token: verified.token, token_type_hint: 'access_token' }).toString(),
      },
    });
    const { subject, client } = verified.identity;
    const about = (member: string, ours: string): boolean => answer[member] === undefined || answer[member] === ours;
    const holds = answer['active'] === true && about('sub', subject) && about('client_id', client);
    return holds ? undefined : 'introspected_inactive';
  } catch (failure) {
    onFault(failure, `introspection at ${verified.identity.issuer}`);
    return 'introspection_unknown';
  }
}
