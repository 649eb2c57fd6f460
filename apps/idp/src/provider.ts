import { CLOSED_POLICY } from '@supercargo/pages';
import { errors, Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { adapterOf } from './adapter.ts';
import { accountClaims, COMPANY_SCOPE, ownClaims } from './claims.ts';
import { localDocuments, type Fetch } from './client-document.ts';
import { clientRules, standingClients } from './clients.ts';
import type { Directory } from './directory.ts';
import { loadExistingGrant } from './grants.ts';
import { rememberIssued } from './issued.ts';
import { errorPage } from './pages/error.ts';
import { ACCESS_TOKEN_SECONDS, resourceInfo } from './resources.ts';
import { serverClientId, type Settings } from './settings.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { Entries } from './store/entries.ts';

export interface ProviderParts {
  readonly issuer: string;
  readonly settings: Settings;
  readonly directory: Directory;
  readonly entries: Entries;
  readonly keys: SigningKeys;
  readonly clientSecrets: ReadonlyMap<string, string>;
  /** Signs cookies and makes DPoP nonces; new with each start. */
  readonly processKey: Buffer;
  readonly clock: () => Date;
  readonly fetch: Fetch;
}

const HOUR = 3_600;
const keyDocumentBytesMax = 64 * 1_024;

/** The authorization server of the library, told what is ours: one table of what is on, what is off and who decides. */
export function providerOf(parts: ProviderParts): Provider {
  const { issuer, settings, entries, keys, clientSecrets, processKey, clock, fetch } = parts;
  const provider = new Provider(issuer, {
    adapter: adapterOf(entries, localDocuments(fetch, clock)),
    clients: standingClients(settings, clientSecrets),
    extraClientMetadata: clientRules(settings),
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: 'ES256',
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    claims: { openid: ['sub', 'name', 'tenant', 'person'], [COMPANY_SCOPE]: ['tenant', 'person', 'roles', 'customer'] },
    // Into the ID token, where a client that keeps no access token reads them; the library would answer them at /me alone.
    conformIdTokenClaims: false,
    cookies: { keys: [processKey.toString('base64url')] },
    fetch,
    fetchResponseBodyLimits: { jwks_uri: keyDocumentBytesMax, sector_identifier_uri: keyDocumentBytesMax },
    features: featuresOf(parts),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    jwks: { keys: [...keys.jwks().keys] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    // With each use: a refresh token that comes back a second time ends everything that came of its consent.
    rotateRefreshToken: true,
    ttl: lifetimes(),
    ...peopleOf(parts),
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.set('content-security-policy', CLOSED_POLICY);
      ctx.body = errorPage(out.error, out.error_description);
    },
  });
  rememberIssued(provider, entries, clock);
  return provider;
}

/** In seconds. A refresh token is renewed with each use, and its family lives a week. */
function lifetimes(): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: ACCESS_TOKEN_SECONDS,
    AuthorizationCode: 60,
    ClientCredentials: ACCESS_TOKEN_SECONDS,
    Grant: 7 * 24 * HOUR,
    IdToken: ACCESS_TOKEN_SECONDS,
    Interaction: HOUR / 4,
    RefreshToken: (ctx) => ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? 7 * 24 * HOUR,
    Session: 8 * HOUR,
  };
}

function peopleOf({ directory }: ProviderParts): Configuration {
  return {
    findAccount: (_ctx, account) => {
      const person = directory.person(account);
      if (person === undefined) return undefined;
      return { accountId: account, claims: async () => accountClaims(person) };
    },
    loadExistingGrant,
    extraTokenClaims: (ctx, token) => ({ ...ownClaims(directory, ctx, token) }),
  };
}

function featuresOf({ directory, settings, processKey }: ProviderParts): NonNullable<Configuration['features']> {
  const resourceOf = new Map(settings.servers.map((server) => [serverClientId(server), server.resource]));
  return {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    clientCredentials: { enabled: true },
    clientIdMetadataDocument: { enabled: true, ack: 'draft-02', cacheDuration: { min: 30, max: HOUR } },
    registration: { enabled: true, issueRegistrationAccessToken: false },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    introspection: {
      enabled: true,
      // An MCP server asks about tokens for itself, any other client about its own.
      allowedPolicy: (_ctx, client, token) =>
        token.clientId === client.clientId ||
        ('aud' in token && token.aud !== undefined && token.aud === resourceOf.get(client.clientId)),
    },
    dPoP: { enabled: true, nonceSecret: processKey, requireNonce: () => false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource, client) => resourceInfo(directory, ctx, resource, client),
      useGrantedResource: () => true,
      defaultResource: (ctx, _client, oneOf) => resourceWhereNoneIsNamed(ctx, oneOf),
    },
  };
}

/** Signing in alone (`openid`) needs no resource; everything else names the one server that its token is for. */
function resourceWhereNoneIsNamed(ctx: KoaContextWithOIDC, oneOf: readonly string[] | undefined): string[] {
  if (oneOf !== undefined) return [...oneOf];
  const isSignIn = ctx.oidc.requestParamScopes.has('openid') && ctx.oidc.params?.['grant_type'] === undefined;
  if (isSignIn) return [];
  throw new errors.InvalidTarget('resource is missing: name the MCP server that the token is for (RFC 8707)');
}
