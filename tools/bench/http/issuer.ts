import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Signs access tokens as an identity provider does, and serves its keys on loopback. */
export interface Issuer {
  readonly url: string;
  readonly jwksUri: string;
  /** For these scopes, those of the benchmark unless given; of a customer's person where it names one. */
  token(person: string, tenant: string, scopes?: readonly string[], customer?: string): Promise<string>;
  close(): void;
}

const ALGORITHM = 'ES256';
export const SCOPES = ['inventory:read', 'inventory:reorder'];

export async function openIssuer(audience: string): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
  const keyId = 'bench';
  const keys = [{ ...(await exportJWK(publicKey)), kid: keyId, alg: ALGORITHM, use: 'sig' }];
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let signed = 0;
  return {
    ...{ url, jwksUri: `${url}/jwks` },
    token: (person, tenant, scopes = SCOPES, customer) => {
      signed += 1;
      return new SignJWT({ tenant, person, customer, client_id: 'bench', scope: scopes.join(' ') })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid: keyId })
        .setIssuer(url)
        .setAudience(audience)
        .setSubject(`${person}@${tenant}`)
        .setJti(`bench-${signed}`)
        .setIssuedAt()
        .setExpirationTime('55m')
        .sign(privateKey);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
