import { foundIn, memberOf, type TokenStep } from './token-reading.ts';

export const checkIssuer: TokenStep = {
  name: 'issuer',
  holds: '`iss` is exactly a configured issuer: no other spelling, slash or case',
  check: (reading) => {
    const claimed = memberOf(foundIn(reading, 'claims'), 'iss');
    const issuer = typeof claimed === 'string' ? reading.issuers.get(claimed) : undefined;
    if (issuer === undefined) return 'issuer_unknown';
    reading.found.issuer = issuer;
    return undefined;
  },
};
