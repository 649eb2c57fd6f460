import { foundIn, type SignInStep } from './sign-in.ts';

/**
 * What changes while a token is remembered is looked at again: its expiry, and whether its key is still trusted. Revocation
 * and possession are looked at for every request, by the steps below.
 */
export const recallToken: SignInStep = {
  name: 'remembered',
  holds: 'a token verified before, byte for byte, is not verified again; its expiry and the trust in its key are',
  check: async (signIn) => {
    const { remembered } = signIn.desk;
    const token = foundIn(signIn, 'token');
    const verified = remembered?.get(token);
    if (verified === undefined) return undefined;
    const { issuer, identity, keyId, keyThumbprint, algorithm } = verified;
    const key = await issuer.trustedKey(keyId, algorithm);
    if (identity.expiresAt > signIn.seconds && key.ok && key.value.thumbprint === keyThumbprint) {
      signIn.found.verified = verified;
    } else {
      // Looked at from the beginning, so that it is refused with the reason that any such token gets.
      remembered?.delete(token);
    }
    Object.assign(signIn.told, { issuer: identity.issuer, client: identity.client });
    return undefined;
  },
};
