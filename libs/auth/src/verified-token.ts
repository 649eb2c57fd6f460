import type { Algorithm } from './config/issuer-config.ts';
import type { Identity } from './identity.ts';
import type { Issuer } from './issuer.ts';
import { foundIn, type BoundTo, type TokenReading } from './token/token-reading.ts';

/** A token that passed every step, with what is needed to hold it again without its signature. */
export interface VerifiedToken {
  readonly token: string;
  readonly issuer: Issuer;
  readonly algorithm: Algorithm;
  readonly keyId: string;
  readonly keyThumbprint: string;
  readonly boundTo: BoundTo | null;
  /** Seconds since the epoch, by the issuer's clock. */
  readonly issuedAt: number;
  readonly identity: Omit<Identity, 'confirmation'>;
}

export function verifiedToken(reading: TokenReading): VerifiedToken {
  const issuer = foundIn(reading, 'issuer');
  return {
    token: reading.token,
    issuer,
    algorithm: foundIn(reading, 'algorithm'),
    keyId: foundIn(reading, 'keyId'),
    keyThumbprint: foundIn(reading, 'keyThumbprint'),
    boundTo: foundIn(reading, 'boundTo'),
    issuedAt: foundIn(reading, 'issuedAt'),
    identity: {
      issuer: issuer.config.issuer,
      subject: foundIn(reading, 'subject'),
      tenant: foundIn(reading, 'tenant'),
      person: foundIn(reading, 'person'),
      client: foundIn(reading, 'client'),
      scopes: foundIn(reading, 'scopes'),
      roles: foundIn(reading, 'roles'),
      rolesLimit: issuer.config.rolesOfToken === 'limit',
      customer: foundIn(reading, 'customer'),
      tokenId: foundIn(reading, 'tokenId'),
      expiresAt: foundIn(reading, 'expiresAt'),
      authTime: foundIn(reading, 'authTime'),
      acr: foundIn(reading, 'acr'),
      delegated: foundIn(reading, 'delegated'),
    },
  };
}
