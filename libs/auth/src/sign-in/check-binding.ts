import type { Finding } from '../refusal.ts';
import { foundIn, type SignIn, type SignInStep } from './sign-in.ts';

function unbound(signIn: SignIn, required: boolean): Finding {
  // RFC 9449 §7.1: a token of one scheme is not accepted by the other's rules, in either direction.
  if (foundIn(signIn, 'scheme') === 'dpop') return 'unbound_token_as_dpop';
  return required ? 'binding_required' : undefined;
}

function proven(signIn: SignIn, thumbprint: string): Finding {
  return foundIn(signIn, 'proven').thumbprint === thumbprint ? undefined : 'proof_of_another_key';
}

function certified(signIn: SignIn, thumbprint: string): Finding {
  if (foundIn(signIn, 'scheme') === 'dpop') return 'unbound_token_as_dpop';
  const { certificate } = signIn.presented;
  if (certificate === undefined) return 'certificate_absent';
  return certificate === thumbprint ? undefined : 'certificate_of_another';
}

export const checkBinding: SignInStep = {
  name: 'binding',
  holds:
    'a bound token comes with its key (RFC 9449) or certificate (RFC 8705), an unbound one only where none is required',
  check: (signIn) => {
    const { boundTo, issuer } = foundIn(signIn, 'verified');
    const { kind, required } = issuer.config.senderConstraint;
    if (boundTo === null) return unbound(signIn, required);
    if (boundTo.kind === 'dpop' && foundIn(signIn, 'scheme') === 'bearer') return 'bound_token_as_bearer';
    if (boundTo.kind !== kind) return 'binding_not_accepted';
    return kind === 'dpop' ? proven(signIn, boundTo.thumbprint) : certified(signIn, boundTo.thumbprint);
  },
};
