import { checkBinding } from './check-binding.ts';
import { checkProof } from './check-proof.ts';
import { checkRevocation } from './check-revocation.ts';
import { checkToken } from './check-token.ts';
import { noteProof } from './note-proof.ts';
import { readCredentials } from './read-credentials.ts';
import { recallToken } from './recall-token.ts';
import type { SignInStep } from './sign-in.ts';
import { slowFailures } from './slow-failures.ts';

/** Everything a request passes before anybody is let in, in order. */
export const signInSteps: readonly SignInStep[] = [
  readCredentials,
  recallToken,
  slowFailures,
  checkProof,
  checkToken,
  checkBinding,
  checkRevocation,
  noteProof,
];
