export type { AuthDeps, RefusedSignIn, Replicas } from './auth-deps.ts';
export { createAuthenticator } from './authenticator.ts';
export { readAuthConfig, type AuthConfig, type AuthConfigInput, type ConfigProblems } from './config/auth-config.ts';
export type { AuthRefusal, Authenticator, Confirmation, Identity, Presented, UnmetControl } from './identity.ts';
export type { DeniedKey, DeniedKeySource } from './keys/denied-keys.ts';
export type { NewKey } from './keys/issuer-keys.ts';
export type { ProofMemory } from './proof/proof-memory.ts';
export type { Reason } from './refusal.ts';
export { secondsOfChecks, type SecondsOfChecks } from './seconds-of-checks.ts';
