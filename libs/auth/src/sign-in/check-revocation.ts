import { foundIn, type SignInStep } from './sign-in.ts';

export const checkRevocation: SignInStep = {
  name: 'revocation',
  holds:
    'not on the issuer’s revocation list, by its id or by subject and time; the issuer says it is active, where it is asked (RFC 7662)',
  check: async (signIn) => {
    const { isRevoked, onFault } = signIn.desk.deps;
    const verified = foundIn(signIn, 'verified');
    if (isRevoked !== undefined) {
      try {
        if (await isRevoked(verified.identity.issuer, verified.identity.tokenId)) return 'revoked';
      } catch (failure) {
        onFault(failure, 'the revocation list');
        return 'revocation_unknown';
      }
    }
    return (await verified.issuer.revoked?.check(verified)) ?? verified.issuer.introspect(verified);
  },
};
