import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthConfigInput } from '@supercargo/auth';
import type { TenantId } from '@supercargo/kernel';
import { customerFacing } from '@supercargo/mcp-kit';
import { openIssuer } from '../bench/http/issuer.ts';
import { serverDefinition } from '../servers.ts';
import type { Plot } from './plots/plot.ts';

/** Signing in to a server over HTTP: an issuer of a company's own, which nobody here kills. */
export type SignIn = {
  /** By which variables the server is told whose tokens it takes. */
  readonly env: NodeJS.ProcessEnv;
  /** The person's token: the same one at every server process, until it is soon over. */
  readonly token: () => Promise<string>;
  readonly close: () => void;
};

/** What the server is called in tokens, on whatever port. */
const RESOURCE = 'http://127.0.0.1/mcp';
const tokenMsMax = 30 * 60_000;

export async function openSignIn(
  folder: string,
  { server, customer }: Plot,
  person: string,
  tenant: TenantId,
): Promise<SignIn> {
  const issuer = await openIssuer(RESOURCE);
  const definition = await serverDefinition(server);
  const { scopesByRole } = customer === undefined ? definition : customerFacing(definition);
  const scopes = [...new Set(Object.values(scopesByRole).flat())];
  const [profile, baseline] = customer === undefined ? ['internal', 'read'] : ['customer', 'own'];
  const config: AuthConfigInput = {
    ...{ resource: RESOURCE, baselineScope: `${server}:${baseline}`, scopesSupported: scopes, development: true },
    issuers: [{ issuer: issuer.url, jwksUri: issuer.jwksUri }],
  };
  const file = join(folder, 'auth.json');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  let signed: { readonly at: number; readonly token: Promise<string> } | undefined;
  return {
    env: { SUPERCARGO_PROFILE: profile, SUPERCARGO_AUTH_FILE: file },
    token: () => {
      if (signed === undefined || performance.now() - signed.at > tokenMsMax) {
        signed = { at: performance.now(), token: issuer.token(person, tenant, scopes, customer) };
      }
      return signed.token;
    },
    close: () => issuer.close(),
  };
}
