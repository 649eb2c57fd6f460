import { readObject } from './json-object.ts';
import { foundIn, type TokenStep } from './token-reading.ts';

export const readMembers: TokenStep = {
  name: 'members',
  holds: 'header and claims are JSON objects, no member twice at any depth, every number exact',
  check: (reading) => {
    const parts = foundIn(reading, 'parts');
    const header = readObject(parts.header);
    if (!header.ok) return header.refusal;
    const claims = readObject(parts.claims);
    if (!claims.ok) return claims.refusal;
    reading.found.header = header.value;
    reading.found.claims = claims.value;
    return undefined;
  },
};
