import type { Identity } from '@supercargo/auth';

/** Everything by which a token says whose it is, as one key. A session and a bound belong to this, and a new token of the same is the same. */
export function callerKey({ issuer, subject, client, tenant, person, customer }: Identity): string {
  return JSON.stringify([issuer, subject, client, tenant, person, customer]);
}
