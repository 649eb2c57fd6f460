import { randomBytes } from 'node:crypto';
import { createAuthenticator, readAuthConfig } from '@supercargo/auth';
import { systemClock } from '@supercargo/kernel';
import { median, rounded } from '../side.ts';
import { RESOURCE } from './sides.ts';
import { SCOPES, type Issuer } from './issuer.ts';

const TOKENS = 1_000;
const AGAIN = 20;

/** How long a token takes to be checked, in milliseconds: seen for the first time, and remembered. Medians. */
export async function tokenCheckMs(issuer: Issuer): Promise<{ readonly cold: number; readonly remembered: number }> {
  const config = readAuthConfig({
    ...{ resource: RESOURCE, baselineScope: SCOPES[0], scopesSupported: SCOPES, development: true },
    issuers: [{ issuer: issuer.url, jwksUri: issuer.jwksUri }],
  });
  if (!config.ok) throw new Error(config.refusal.join('; '));
  const authenticator = createAuthenticator(config.value, {
    ...{ clock: systemClock, fetch, randomBytes: (bytes: number) => randomBytes(bytes) },
    ...{ onRefused: () => undefined, onNewKey: () => undefined },
    onFault: (fault) => {
      throw fault;
    },
  });
  const check = async (token: string): Promise<number> => {
    const startedAt = performance.now();
    const answer = await authenticator.authenticate({
      ...{ authorization: [`Bearer ${token}`], dpop: [], method: 'POST', url: RESOURCE },
      ...{ elsewhere: false, certificate: undefined, address: '127.0.0.1' },
    });
    if (!answer.ok) throw new Error('a good token is let in');
    return performance.now() - startedAt;
  };
  try {
    // The first of all waits for the issuer's keys.
    await check(await issuer.token('nobody', 'bench-0'));
    const cold: number[] = [];
    const remembered: number[] = [];
    for (let at = 0; at < TOKENS; at += 1) {
      const token = await issuer.token(`person-${at}`, 'bench-0');
      cold.push(await check(token));
      for (let again = 0; again < AGAIN; again += 1) remembered.push(await check(token));
    }
    return { cold: rounded(median(cold)), remembered: Number(median(remembered).toFixed(4)) };
  } finally {
    await authenticator.close();
  }
}
