import { readToken } from '../token/token-steps.ts';
import type { TokenReading } from '../token/token-reading.ts';
import { verifiedToken } from '../verified-token.ts';
import { foundIn, type SignInStep } from './sign-in.ts';

export const checkToken: SignInStep = {
  name: 'token',
  holds: 'the access token passes every step below',
  check: async (signIn) => {
    const { desk, seconds, found, told } = signIn;
    if (found.verified !== undefined) return undefined;
    const reading: TokenReading = {
      token: foundIn(signIn, 'token'),
      seconds,
      clockSkewSeconds: desk.config.clockSkewSeconds,
      issuers: desk.issuers,
      found: {},
    };
    const reason = await readToken(reading);
    if (reading.found.issuer !== undefined) told.issuer = reading.found.issuer.config.issuer;
    if (reading.found.client !== undefined) told.client = reading.found.client;
    if (reason !== undefined) return reason;
    found.verified = verifiedToken(reading);
    desk.remembered?.set(reading.token, found.verified);
    return undefined;
  },
};
