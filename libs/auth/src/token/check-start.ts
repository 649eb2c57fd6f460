import { isSeconds } from './seconds.ts';
import { foundIn, memberOf, type TokenStep } from './token-reading.ts';

export const checkStart: TokenStep = {
  name: 'start',
  holds: '`iat`, and `nbf` where there is one, not in the future beyond the clock skew',
  check: (reading) => {
    const latest = reading.seconds + reading.clockSkewSeconds;
    if (foundIn(reading, 'issuedAt') > latest) return 'issued_in_future';
    const notBefore = memberOf(foundIn(reading, 'claims'), 'nbf');
    if (notBefore === undefined) return undefined;
    return isSeconds(notBefore) && notBefore <= latest ? undefined : 'not_yet_valid';
  },
};
