import { readObject } from '../token/json-object.ts';
import { hasRefusedMember } from '../token/refuse-header.ts';
import { decodeStrictly } from '../token/strict-base64url.ts';
import { foundIn, type ProofStep } from './proof-reading.ts';

export const readProof: ProofStep = {
  rfc: 2,
  holds:
    'a well-formed JWT: strict base64url, no member twice, no `crit`, `jku`, `x5u`, `x5c`, `zip`, `b64`, `enc` or `cty`',
  check: (reading) => {
    const parts = foundIn(reading, 'proof').split('.').map(decodeStrictly);
    const [header, claims, signature, ...more] = parts;
    if (header === undefined || claims === undefined || signature === undefined || more.length > 0) {
      return 'proof_malformed';
    }
    const readHeader = readObject(header);
    const readClaims = readObject(claims);
    if (!readHeader.ok || !readClaims.ok || hasRefusedMember(readHeader.value, 'jwk')) return 'proof_malformed';
    reading.found.header = readHeader.value;
    reading.found.claims = readClaims.value;
    return undefined;
  },
};
