import { isSeconds } from '../token/seconds.ts';
import { isName, memberOf } from '../token/token-reading.ts';
import { foundIn, type ProofStep } from './proof-reading.ts';

const ADDRESS_CHARACTERS_MAX = 2_000;

export const requireClaims: ProofStep = {
  rfc: 3,
  holds: '`jti`, `htm`, `htu` and `iat` are there and well-formed',
  check: (reading) => {
    const claims = foundIn(reading, 'claims');
    const id = memberOf(claims, 'jti');
    const method = memberOf(claims, 'htm');
    const address = memberOf(claims, 'htu');
    const issuedAt = memberOf(claims, 'iat');
    const named = isName(id) && isName(method) && isName(address, ADDRESS_CHARACTERS_MAX);
    if (!named || !isSeconds(issuedAt)) return 'proof_incomplete';
    Object.assign(reading.found, { id, method, address, issuedAt });
    return undefined;
  },
};
