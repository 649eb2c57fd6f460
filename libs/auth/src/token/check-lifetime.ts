import { isSeconds } from './seconds.ts';
import { foundIn, memberOf, type TokenStep } from './token-reading.ts';

export const checkLifetime: TokenStep = {
  name: 'lifetime',
  holds: '`iat` is there, in whole seconds, before `exp`, and no further from it than configured (an hour)',
  check: (reading) => {
    const issuedAt = memberOf(foundIn(reading, 'claims'), 'iat');
    if (!isSeconds(issuedAt)) return 'issued_at_malformed';
    const lifetimeSeconds = foundIn(reading, 'expiresAt') - issuedAt;
    if (lifetimeSeconds <= 0) return 'issued_at_malformed';
    if (lifetimeSeconds > foundIn(reading, 'issuer').config.lifetimeSecondsMax) return 'lifetime_too_long';
    reading.found.issuedAt = issuedAt;
    return undefined;
  },
};
