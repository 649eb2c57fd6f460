import { ALGORITHMS } from './config/issuer-config.ts';
import type { AuthConfig } from './config/auth-config.ts';
import { metadataUrl } from './metadata.ts';
import type { Outside } from './refusal.ts';

type Challenged = Exclude<Outside, 'no_credentials' | 'slowed'>;

function schemes({ issuers }: AuthConfig): { readonly bearer: boolean; readonly dpop: boolean } {
  const constraints = issuers.map(({ senderConstraint }) => senderConstraint);
  return {
    bearer: constraints.some(({ kind, required }) => kind !== 'dpop' || !required),
    dpop: constraints.some(({ kind }) => kind === 'dpop'),
  };
}

function written(scheme: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return `${scheme} ${given.map(([name, value]) => `${name}="${value ?? ''}"`).join(', ')}`;
}

/**
 * The value of `WWW-Authenticate`: a challenge for each scheme that is accepted (RFC 6750 §3, RFC 9449 §7.1), both naming
 * the metadata (RFC 9728 §5.1) and the scope to ask for. It depends on the configuration and the kind of refusal alone.
 */
export function challenge(
  config: AuthConfig,
  error: Challenged | 'insufficient_scope' | undefined,
  scopes: readonly string[] = [config.baselineScope],
): string {
  const { bearer, dpop } = schemes(config);
  const parameters = { scope: scopes.join(' '), resource_metadata: metadataUrl(config.resource) };
  const ofProof = error === 'use_dpop_nonce' || error === 'invalid_dpop_proof';
  const both = [
    bearer ? written('Bearer', { error: ofProof ? undefined : error, ...parameters }) : undefined,
    dpop ? written('DPoP', { error, algs: ALGORITHMS.join(' '), ...parameters }) : undefined,
  ];
  return both.filter((one) => one !== undefined).join(', ');
}
