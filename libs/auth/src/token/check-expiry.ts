import { isSeconds } from './seconds.ts';
import { foundIn, memberOf, type TokenStep } from './token-reading.ts';

export const checkExpiry: TokenStep = {
  name: 'expiry',
  holds: '`exp` is there, in whole seconds, and not past; no skew is granted',
  check: (reading) => {
    const expiresAt = memberOf(foundIn(reading, 'claims'), 'exp');
    if (!isSeconds(expiresAt)) return 'expiry_malformed';
    if (expiresAt <= reading.seconds) return 'expired';
    reading.found.expiresAt = expiresAt;
    return undefined;
  },
};
